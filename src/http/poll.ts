import type { CID } from 'multiformats/cid'
import type { Command } from '../codec/command.js'
import type { DID } from '../codec/kinds/did.js'
import { Container } from '../ucan/container.js'
import { cancelBody } from '../ucan/read-stream.js'
import { executionOf, send, tokensInBody, type Execution, type RequestOptions } from './execute.js'
import { ExecutionError } from './execution-error.js'

const ATTEMPTS = 10
/** The default `interval`, in milliseconds. */
const INTERVAL = 1000
/** The maximum delay after the second and each later request, in milliseconds. */
const LONGEST = 10_000

/** The longest time of a timer, in milliseconds: about 25 days. A longer timer ends at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** The options of {@link poll}. */
export interface PollOptions extends RequestOptions {
  /** The DID of the service that executes the task and signs the receipt. */
  readonly executor: DID
  /**
   * The time between the first two requests, in milliseconds: 1,000 by default. Each later
   * time is twice the previous time, but at most 10 seconds.
   */
  readonly interval?: number | undefined
  /**
   * The maximum number of requests: 10 by default. With the default `interval`, 10 requests
   * take about a minute.
   */
  readonly attempts?: number | undefined
}

/**
 * Requests the receipt of a task until the service has the receipt, at most `attempts`
 * times. The request is a `GET`. Its path is the path of `url`, followed by
 * `/receipt/{task}`. Verifies the receipt as {@link execute} does, and returns the
 * result of the task.
 *
 * @throws {ExecutionError} if the result is unknown. Its `code` is `missing-receipt` if
 *   the last attempt fails with status 404, or a response has no receipt of the task.
 *   Every error other than status 404 ends the polling at once
 * @throws {TypeError} for a `url` that is not an absolute URL
 * @throws the reason of `signal`, if it aborts
 *
 * @example
 * ```ts
 * import { provider } from '@fil-forge/libforge'
 * import { poll } from '@fil-forge/libforge/http'
 * import type { Invocation } from '@fil-forge/libforge/ucan'
 *
 * async function waitFor({ task }: Invocation): Promise<string> {
 *   const url = 'https://up.example'
 *   const executor = 'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp'
 *   const result = await poll(provider.add, task, { url, executor })
 *   return 'ok' in result ? result.ok.id : result.error.message
 * }
 * ```
 */
export async function poll<A, O>(
  command: Command<A, O>,
  task: CID,
  options: PollOptions,
): Promise<Execution<O>> {
  const { attempts = ATTEMPTS, interval = INTERVAL, signal } = options
  const url = new URL(options.url)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/receipt/${task}`
  const headers = { accept: Container.contentType }
  for (let attempt = 1, delay = interval; ; attempt++, delay = Math.min(2 * delay, LONGEST)) {
    const response = await send(url, { method: 'GET', headers }, options)
    if (response.status !== 404) {
      const tokens = await tokensInBody(response, options)
      return await executionOf(command, task, options.executor, tokens, options)
    }
    await cancelBody(response)
    // Written so that `NaN` allows one attempt.
    if (!(attempt < attempts)) {
      const message = `the service has no receipt of the task ${task} after attempt ${attempt}: poll again later, or increase attempts`
      throw new ExecutionError('missing-receipt', message, { status: 404 })
    }
    await sleep(delay, signal)
  }
}

/** Throws the reason of the signal as soon as the signal aborts. */
async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer)
      reject(signal!.reason as Error)
    }
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', abort)
        resolve()
      },
      Math.min(milliseconds, LONGEST_TIMER),
    )
    signal?.addEventListener('abort', abort, { once: true })
  })
}
