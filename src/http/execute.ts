import type { CID } from 'multiformats/cid'
import type { Command } from '../codec/command.js'
import { quote, shorten } from '../codec/error.js'
import type { DID } from '../codec/kinds/did.js'
import type { Failure } from '../commands/failure.js'
import { Container, type DecodedTokens } from '../ucan/container.js'
import type { Delegation } from '../ucan/delegation.js'
import type { DIDResolution, DIDResolver } from '../ucan/did-resolver.js'
import type { Invocation } from '../ucan/invocation.js'
import type { KeySources } from '../ucan/key-sources.js'
import { cancelBody } from '../ucan/read-stream.js'
import { resultOf, type Receipt } from '../ucan/receipt.js'
import { verify } from '../ucan/verify.js'
import { ExecutionError } from './execution-error.js'
import type { TokensToSend } from './handle.js'
import { hasContainer, HEADER, readBody } from './message.js'

/** The default limit of a body with a container, in bytes: 8 MiB. */
const SIZE = 8 * 1024 * 1024
/** The number of forged receipts that are verified without a pause. */
const BETWEEN_PAUSES = 32
/** The limit of the body of an error response, in bytes. */
const ERROR_SIZE = 1024

/** The options of a request to a service. */
export interface RequestOptions extends KeySources {
  /** The URL of the service. For {@link retrieve}, the URL of the resource. */
  readonly url: string | URL
  /** The function that sends requests: the global `fetch` by default. */
  readonly fetch?: typeof fetch | undefined
  /** The signal that aborts the request, such as `AbortSignal.timeout(10_000)`. By default this library sets no time limit. */
  readonly signal?: AbortSignal | undefined
  /**
   * The limit of a body with a container, and of the inflated container, in bytes: 8 MiB
   * by default. The resource that {@link retrieve} returns has no limit.
   */
  readonly maxBytes?: number | undefined
}

/** The options of {@link execute} and {@link retrieve}. */
export interface ExecuteOptions extends RequestOptions {
  /** The delegations that prove the invocation. None by default. */
  readonly proofs?: readonly Delegation[] | undefined
  /** Additional tokens to send, which the handler receives. None by default. */
  readonly tokens?: TokensToSend | undefined
  /** The DID that signs the receipt. By default the audience of the invocation, or its subject if it has no audience. */
  readonly executor?: DID | undefined
}

/** The result of a task, with its receipt. */
export type Execution<O> = ({ readonly ok: O } | { readonly error: Failure }) & {
  /** The receipt, whose signature was verified. */
  readonly receipt: Receipt
  /** All tokens of the response. Only the receipt was verified. */
  readonly tokens: DecodedTokens
}

/**
 * Sends an invocation to a service and returns the result of the task. Verifies that the
 * receipt is for the task and signed by the executor. The verification requires no options
 * if the executor is a `did:key`. A `did:mailto` requires `trustedAuthorities`, and a
 * `didResolver` if the authority is not a `did:key`. Any other executor, such as a `did:web`,
 * requires a `didResolver`.
 *
 * @throws {CodecError} `too-many` for more than 8,192 distinct tokens to send, `too-long`
 *   for a token of more than 2 MiB
 * @throws {ExecutionError} if the result is unknown. See its `code`
 * @throws the reason of `signal`, if it aborts
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { execute } from '@fil-forge/libforge/http'
 * import { httpDIDResolver, invoke, type Delegation, type Signer } from '@fil-forge/libforge/ucan'
 *
 * const url = 'https://up.example'
 * const didResolver = httpDIDResolver({ web: [url] })
 *
 * async function register(args: customer.AddArguments, issuer: Signer, proofs: Delegation[]) {
 *   const subject = 'did:web:up.example'
 *   const invocation = await invoke(customer.add, { issuer, subject, arguments: args, proofs })
 *   const result = await execute(customer.add, invocation, { url, proofs, didResolver })
 *   if ('error' in result) throw new Error(result.error.message)
 *   return result.receipt
 * }
 * ```
 */
export async function execute<A, O>(
  command: Command<A, O>,
  invocation: Invocation,
  options: ExecuteOptions,
): Promise<Execution<O>> {
  const body = await Container.encode(tokensToSend(invocation, options))
  const headers = { 'content-type': Container.contentType, accept: Container.contentType }
  const response = await send(options.url, { method: 'POST', headers, body }, options)
  const tokens = await tokensInBody(response, options)
  return await executionOf(
    command,
    invocation.task,
    executorOf(invocation, options),
    tokens,
    options,
  )
}

/**
 * Sends an invocation in the header `X-UCAN-Container` of a `GET` request. Returns the
 * result of the task and the response, whose body is the resource. Read the body only if
 * the result has `ok`: the HTTP status does not show whether the task succeeded. Verifies
 * the receipt as {@link execute} does.
 *
 * Send few proofs: the header should not exceed 4 KiB.
 *
 * @throws {CodecError} `too-many` for more than 8,192 distinct tokens to send, `too-long`
 *   for a token of more than 2 MiB
 * @throws {ExecutionError} if the result is unknown. See its `code`
 * @throws the reason of `signal`, if it aborts
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/http-header-ucan-invocation.md
 *
 * @example
 * ```ts
 * import type { Command } from '@fil-forge/libforge'
 * import { retrieve } from '@fil-forge/libforge/http'
 * import type { Invocation } from '@fil-forge/libforge/ucan'
 *
 * async function fetchBlob(command: Command, invocation: Invocation): Promise<Blob> {
 *   const result = await retrieve(command, invocation, { url: 'https://storage.example/blob' })
 *   if ('error' in result) throw new Error(result.error.message)
 *   return await result.response.blob()
 * }
 * ```
 */
export async function retrieve<A, O>(
  command: Command<A, O>,
  invocation: Invocation,
  options: ExecuteOptions,
): Promise<Execution<O> & { readonly response: Response }> {
  const container = await Container.encode(tokensToSend(invocation, options), 'base64+gzip')
  const headers = { [HEADER]: new TextDecoder().decode(container) }
  const response = await send(options.url, { method: 'GET', headers }, options)
  const header = response.headers.get(HEADER)
  if (header === null) throw await statusError(response, options)
  try {
    const tokens = await decode(new TextEncoder().encode(header), options)
    const executor = executorOf(invocation, options)
    const execution = await executionOf(command, invocation.task, executor, tokens, options)
    return { ...execution, response }
  } catch (error) {
    await cancelBody(response)
    throw error
  }
}

function tokensToSend(
  invocation: Invocation,
  { proofs = [], tokens = {} }: ExecuteOptions,
): TokensToSend {
  return {
    invocations: [invocation, ...(tokens.invocations ?? [])],
    delegations: [...proofs, ...(tokens.delegations ?? [])],
    receipts: tokens.receipts,
  }
}

function executorOf({ audience, subject }: Invocation, { executor }: ExecuteOptions): DID {
  return executor ?? audience ?? subject
}

/** Sends a request. Does not follow redirects. */
export async function send(
  url: string | URL,
  init: RequestInit,
  { fetch: request = fetch, signal }: RequestOptions,
): Promise<Response> {
  try {
    return await request(url, { ...init, redirect: 'manual', signal: signal ?? null })
  } catch (cause) {
    signal?.throwIfAborted()
    throw new ExecutionError('network', `${url} can't be reached: ${reasonOf(cause)}`, { cause })
  }
}

export async function tokensInBody(
  response: Response,
  options: RequestOptions,
): Promise<DecodedTokens> {
  if (response.status !== 200) throw await statusError(response, options)
  const { maxBytes = SIZE, signal } = options
  if (!hasContainer(response)) {
    await cancelBody(response)
    const type = response.headers.get('content-type') ?? 'none'
    const message = `expected the content type ${Container.contentType}, received ${shorten(type)}`
    throw new ExecutionError('body', message, { status: 200 })
  }
  const body = await readBody(response, maxBytes).catch((cause: unknown) => {
    signal?.throwIfAborted()
    throw new ExecutionError('network', `the response ended early: ${reasonOf(cause)}`, { cause })
  })
  if (body === undefined) {
    const message = `the response exceeds ${maxBytes} bytes: increase maxBytes`
    throw new ExecutionError('body', message, { status: 200 })
  }
  return await decode(body, options)
}

async function decode(bytes: Uint8Array, { maxBytes }: RequestOptions): Promise<DecodedTokens> {
  try {
    return await Container.decode(bytes, { maxBytes })
  } catch (cause) {
    const message = `the container in the response can't be decoded: ${reasonOf(cause)}`
    throw new ExecutionError('body', message, { cause })
  }
}

/** Finds and verifies the receipt of a task, and returns its result. */
export async function executionOf<A, O>(
  command: Command<A, O>,
  task: CID,
  executor: DID,
  tokens: DecodedTokens,
  options: RequestOptions,
): Promise<Execution<O>> {
  const receipts = tokens.receipts.filter(({ ran }) => ran.equals(task))
  const candidates = receipts.filter((candidate) => candidate.executor === executor)
  if (candidates.length === 0) {
    const [other] = receipts
    if (other === undefined) {
      const message = `the response has no receipt of the task ${task}: check that the url is that of the executor`
      throw new ExecutionError('missing-receipt', message)
    }
    const message = `expected a receipt by ${shorten(executor)}, received a receipt by ${shorten(other.executor)}: check the option executor`
    throw new ExecutionError('unverified-receipt', message)
  }
  const verified = firstVerified(candidates, options)
  const receipt = await unlessAborted(verified, options.signal)
  if (receipt === undefined) {
    let hint = ': the didResolver must return the key of the executor'
    if (executor.startsWith('did:key:')) hint = ''
    else if (executor.startsWith('did:mailto:')) {
      hint =
        ': trustedAuthorities must list the authority that attests the receipt, and the didResolver must return its key unless it is a did:key'
    }
    const message = `the signature of the receipt by ${shorten(executor)} can't be verified${hint}`
    throw new ExecutionError('unverified-receipt', message)
  }
  try {
    return { ...resultOf(command, receipt), receipt, tokens }
  } catch (cause) {
    throw new ExecutionError('malformed-result', reasonOf(cause), { cause })
  }
}

/** Returns the first receipt whose signature is valid. Skips forged receipts, which a service may forward. */
async function firstVerified(
  receipts: readonly Receipt[],
  { didResolver, trustedAuthorities, signal }: RequestOptions,
): Promise<Receipt | undefined> {
  const sources = { didResolver: didResolver && resolveOnce(didResolver), trustedAuthorities }
  for (const [index, receipt] of receipts.entries()) {
    // Lets timers run, such as that of the signal.
    if (index % BETWEEN_PAUSES === 1) await new Promise((resolve) => setTimeout(resolve))
    if (signal?.aborted) break
    if (await verify(receipt, sources)) return receipt
  }
  return undefined
}

/** Returns a resolver that resolves each DID once: a response may have thousands of receipts by one DID. */
function resolveOnce(resolver: DIDResolver): DIDResolver {
  const resolutions = new Map<string, Promise<DIDResolution>>()
  return {
    resolve(did) {
      const resolution = resolutions.get(did) ?? resolver.resolve(did)
      resolutions.set(did, resolution)
      return resolution
    },
  }
}

async function statusError(
  response: Response,
  { signal }: RequestOptions,
): Promise<ExecutionError> {
  const { status } = response
  const body = await readBody(response, ERROR_SIZE).catch(() => undefined)
  signal?.throwIfAborted()
  const text = body?.length ? `: ${quote(new TextDecoder().decode(body))}` : ''
  // Only `retrieve` throws this error for status 200.
  const expected = status === 200 ? `the header ${HEADER}` : 'receipts'
  const message = `expected ${expected}, received status ${status}${text}`
  return new ExecutionError('status', message, { status })
}

/** Returns the result of a promise. Throws the reason of the signal as soon as it aborts. */
async function unlessAborted<T>(pending: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const settled = new AbortController()
  const aborted = new Promise<T>((_resolve, reject) => {
    const abort = () => reject(signal!.reason as Error)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { signal: settled.signal })
  })
  try {
    return await Promise.race([pending, aborted])
  } finally {
    settled.abort()
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
