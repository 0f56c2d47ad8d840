import { CodecError, shorten } from '../codec/error.js'
import type { CommandName } from '../codec/kinds/command-name.js'
import type { DID } from '../codec/kinds/did.js'
import { limits as codecLimits } from '../codec/limits.js'
import { MalformedArguments, type Failure } from '../commands/failure.js'
import { AuthorizationError } from '../ucan/authorization-error.js'
import {
  authorize,
  type Authorization,
  type AuthorizeOptions,
  type ProofResolver,
} from '../ucan/authorize.js'
import { keyOfCID } from '../ucan/cid.js'
import { itemsOf } from '../ucan/container.js'
import { dataLimits } from '../ucan/data.js'
import type { Delegation } from '../ucan/delegation.js'
import type { Invocation } from '../ucan/invocation.js'
import { withoutReason } from '../ucan/issuer-methods.js'
import { STEPS } from '../ucan/policy/budget.js'
import { fail, type Receipt } from '../ucan/receipt.js'
import type { Signer } from '../ucan/signer.js'
import type { Token } from '../ucan/token.js'
import {
  failUnexpectedly,
  type Answer,
  type CommandHandler,
  type RequestContext,
  type ResponseParts,
  type Subject,
  type TokensToSend,
} from './handle.js'
import { memoryReceipts, type ReceiptStore } from './receipt-store.js'
import { responseTo } from './response.js'
import { runOnce } from './run-once.js'

/**
 * The options of a service: how it authorizes and executes invocations. The invocations
 * of a request share `limits.policySteps` in equal parts.
 */
export interface ExecutorOptions extends Omit<AuthorizeOptions, 'audience' | 'proofs' | 'now'> {
  /**
   * The signer of the service, which signs the receipts. Its DID must be the audience of
   * the invocations, or the subject of invocations without an audience.
   */
  readonly issuer: Signer
  /** The handlers of the commands, as {@link handle} returns them. */
  readonly handlers: readonly CommandHandler[]
  /** Finds proofs that a request does not contain, for example in a database. */
  readonly proofs?: ProofResolver | undefined
  /** The store of receipts: {@link memoryReceipts} by default. */
  readonly receipts?: ReceiptStore | undefined
  /** Returns the time at which an invocation is authorized, in Unix seconds. The current time by default. */
  readonly now?: (() => number) | undefined
  /**
   * Called for each invocation, for logs, metrics and traces. The function must await
   * `next`, which authorizes and runs the invocation and returns the receipt, also if
   * the invocation fails.
   */
  readonly around?:
    | ((invocation: Invocation, next: () => Promise<Receipt>) => Promise<unknown>)
    | undefined
  /**
   * Called with each error of the service, such as an error that a handler throws. The
   * error is hidden from the caller. Logs to the console by default. The response does not
   * wait for a promise of the function. Errors of the function itself are logged too.
   */
  readonly onError?: ((error: unknown, invocation?: Invocation) => unknown) | undefined
}

/** A function that answers the invocations of a request, one after the other. */
export type Execute = (
  invocations: readonly Invocation[],
  context: RequestContext,
) => Promise<Answer[]>

/** Reports an error of the service. Never throws. */
export type Report = (error: unknown, invocation?: Invocation) => void

/** The values that all invocations of a request share. */
interface Batch extends RequestContext {
  /** Finds proofs: first in the request, then with the option `proofs`. */
  readonly proofs: ProofResolver
  /** The maximum number of steps to evaluate the policies of one invocation. */
  readonly policySteps: number
  /** The CIDs of the tokens to send in addition to the receipts of the invocations. */
  readonly sent: Set<string>
  /** The maximum size of `sent`. It leaves room for the receipts of the invocations. */
  readonly maxSent: number
  /** The number of items that may still be added to the response, as {@link itemsOf} counts them. */
  itemsLeft: number
  /** The body of the response that the most recent handler returned. */
  body: ResponseParts['body']
}

/** The reason why an invocation must not run. */
interface Rejection {
  /** The HTTP status of the response, if the invocation was sent in a header. */
  readonly status: number
  readonly error: Failure
}

/**
 * Returns a function that authorizes and answers invocations. A task whose receipt is
 * stored does not run again.
 *
 * @throws {TypeError} for two handlers of one command
 */
export function executor(
  options: Omit<ExecutorOptions, 'onError'> & { readonly onError: Report },
): Execute {
  const { issuer, limits, now, around, onError } = options
  const handlers = byCommand(options.handlers)
  const isRevoked = options.isRevoked && lookup(options.isRevoked)
  const once = runOnce(issuer.did, options.receipts ?? memoryReceipts(), onError)

  /**
   * Returns a function that runs the handler, or the reason why the invocation must not
   * run. The checks are in the order of the reference, which does not check the subject.
   */
  async function permit(
    invocation: Invocation,
    batch: Batch,
  ): Promise<(() => Promise<Answer>) | Rejection> {
    const { proofs, policySteps, tokens, request } = batch
    const handler = handlers.get(invocation.command)
    if (handler === undefined) {
      const message = `no handler for ${shorten(invocation.command)}`
      return { status: 404, error: { name: 'HandlerNotFound', message } }
    }
    let authorization: Authorization
    try {
      authorization = await authorize(invocation, {
        ...options,
        audience: issuer.did as DID,
        proofs,
        isRevoked,
        now: now?.(),
        limits: { ...limits, policySteps },
      })
    } catch (error) {
      if (error instanceof LookupError) throw error.cause
      if (!(error instanceof AuthorizationError)) throw error
      if (error.name !== 'DIDKeyResolutionError') return { status: 403, error }
      onError(error, invocation)
      return { status: 403, error: { name: error.name, message: withoutReason(error) } }
    }
    if (await accepts(handler.subject, invocation)) {
      try {
        const run = handler.prepare(invocation)
        return async () => {
          const outcome = await run({ tokens, request, authorization })
          const { status, headers, body } = outcome.response ?? {}
          // The option `around` may run a handler again.
          cancelStream(batch.body)
          batch.body = body
          const receipt = await outcome.issueReceipt(issuer)
          return {
            receipt,
            tokens: tokensToSend(receipt, outcome.tokens),
            response:
              request.method === 'GET' ? responseTo(receipt, { status, headers, body }) : undefined,
            isFinal: outcome.isFinal,
          }
        }
      } catch (error) {
        if (!(error instanceof CodecError)) throw error
        return { status: 400, error: { name: MalformedArguments, message: error.message } }
      }
    }
    const message = `${shorten(invocation.command)} is not served for ${shorten(invocation.subject)}`
    return { status: 403, error: { name: 'InvalidSubject', message } }
  }

  async function answer(invocation: Invocation, batch: Batch): Promise<Answer> {
    try {
      // Permission is checked first: an invocation without permission must not get a stored receipt.
      const permitted = await permit(invocation, batch)
      if (typeof permitted === 'function') {
        const result = await once(invocation, permitted)
        addTokens(result, batch)
        return result
      }
      const { status, error } = permitted
      const receipt = await fail({ executor: issuer, ran: invocation, error })
      return { receipt, status, isFinal: false }
    } catch (error) {
      onError(error, invocation)
      // The message of the error may be confidential.
      const message = `the execution of ${shorten(invocation.command)} failed`
      const failure = { name: 'HandlerExecutionError', message }
      const receipt = await failUnexpectedly(invocation, issuer, failure)
      return { receipt, status: 500, isFinal: false }
    }
  }

  async function observe(invocation: Invocation, batch: Batch): Promise<Answer> {
    if (around === undefined) return await answer(invocation, batch)
    let result: Answer | undefined
    await around(invocation, async () => {
      result = await answer(invocation, batch)
      return result.receipt
    })
    if (result === undefined) throw new TypeError('the option around must await next')
    return result
  }

  return async (invocations, context) => {
    const proofs = proofsOf(context.tokens.delegations, options.proofs)
    const policySteps = Math.floor((limits?.policySteps ?? STEPS) / invocations.length)
    const batch: Batch = {
      ...context,
      proofs,
      policySteps,
      sent: new Set(),
      maxSent: codecLimits.items - invocations.length,
      itemsLeft: dataLimits.containerItems,
      body: undefined,
    }
    const answers: Answer[] = []
    for (const invocation of invocations) {
      try {
        answers.push(await observe(invocation, batch))
      } finally {
        const isSent = answers.at(-1)?.response !== undefined
        if (!isSent) cancelStream(batch.body)
      }
    }
    return answers
  }
}

/** Cancels a body that is a stream, such as an open file. */
function cancelStream(body: ResponseParts['body']): void {
  if (body instanceof ReadableStream) void body.cancel().catch(() => {})
}

/**
 * Copies the tokens to send with a receipt, because a handler may change its lists later.
 * Omits other receipts that have the task and the executor of the receipt. The request may
 * contain a forged receipt of the task, and a handler may return all tokens of the request.
 */
function tokensToSend({ executor: issuer, ran }: Receipt, tokens: TokensToSend = {}): TokensToSend {
  const { invocations = [], delegations = [], receipts = [] } = tokens
  return {
    invocations: [...invocations],
    delegations: [...delegations],
    receipts: receipts.filter((other) => other.executor !== issuer || !other.ran.equals(ran)),
  }
}

/**
 * Adds the tokens of an answer to those of the response. Throws if the response then exceeds the
 * maximum number of tokens or items of a container.
 */
function addTokens({ receipt, tokens = {} }: Answer, batch: Batch): void {
  const { invocations = [], delegations = [], receipts = [] } = tokens
  const added = new Map<string, Token>()
  for (const token of [...invocations, ...delegations, ...receipts]) {
    const cid = keyOfCID(token.cid)
    if (!batch.sent.has(cid)) added.set(cid, token)
  }
  const advice = 'return fewer tokens, or send the invocations one by one'
  if (batch.sent.size + added.size > batch.maxSent) {
    throw new Error(`the response exceeds ${codecLimits.items} tokens: ${advice}`)
  }
  const items = itemsOf([receipt, ...added.values()])
  if (items > batch.itemsLeft) {
    throw new Error(
      `the response exceeds ${dataLimits.containerItems} items in its tokens: ${advice}`,
    )
  }
  batch.itemsLeft -= items
  for (const cid of added.keys()) batch.sent.add(cid)
}

/** Wraps an error of the options `proofs` and `isRevoked`, which must be hidden from the caller. */
class LookupError extends Error {}

/** Returns the function with its errors wrapped. Even an `AuthorizationError` of the function must be hidden. */
function lookup<K, T>(find: (key: K) => T | Promise<T>): (key: K) => Promise<T> {
  return async (key) => {
    try {
      return await find(key)
    } catch (cause) {
      throw new LookupError('lookup failed', { cause })
    }
  }
}

function byCommand(handlers: readonly CommandHandler[]): Map<CommandName, CommandHandler> {
  const map = new Map<CommandName, CommandHandler>()
  for (const handler of handlers) {
    if (map.has(handler.command))
      throw new TypeError(`expected one handler for ${handler.command}, received two`)
    map.set(handler.command, handler)
  }
  return map
}

function proofsOf(
  delegations: readonly Delegation[],
  resolve: ProofResolver | undefined,
): ProofResolver {
  const received = new Map(delegations.map((delegation) => [keyOfCID(delegation.cid), delegation]))
  const find = resolve && lookup(resolve)
  return (cid) => received.get(keyOfCID(cid)) ?? find?.(cid)
}

async function accepts(accepted: Subject, invocation: Invocation): Promise<boolean> {
  const { subject } = invocation
  if (typeof accepted === 'function') return (await accepted(subject, invocation)) === true
  if (typeof accepted === 'string') return accepted === 'any' || accepted === subject
  return accepted.includes(subject)
}
