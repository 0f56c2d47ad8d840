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
import type { Delegation } from '../ucan/delegation.js'
import type { Invocation } from '../ucan/invocation.js'
import { STEPS } from '../ucan/policy/budget.js'
import { fail, type Receipt } from '../ucan/receipt.js'
import type { Signer } from '../ucan/signer.js'
import {
  failUnexpectedly,
  type Answer,
  type CommandHandler,
  type RequestContext,
  type Subject,
} from './handle.js'
import { NULL_BODY_STATUSES } from './message.js'
import { memoryReceipts, type ReceiptStore } from './receipt-store.js'
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
   * error is hidden from the caller. Logs to the console by default.
   */
  readonly onError?: ((error: unknown, invocation?: Invocation) => void) | undefined
}

/** A function that answers the invocations of a request, one after the other. */
export type Execute = (
  invocations: readonly Invocation[],
  context: RequestContext,
) => Promise<Answer[]>

/** The values that all invocations of a request share. */
interface Batch extends RequestContext {
  /** Finds proofs, in the request first. */
  readonly proofs: ProofResolver
  /** The maximum number of steps to evaluate the policies of one invocation. */
  readonly policySteps: number
  /** The CIDs of the tokens to send beside the receipts. */
  readonly sent: Set<string>
  /** The maximum size of `sent`. It leaves room for all receipts in the container. */
  readonly maxSent: number
}

/** The reason why an invocation must not run. */
interface Rejection {
  /** The status of the response to an invocation in a header. */
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
  options: ExecutorOptions & { readonly onError: NonNullable<ExecutorOptions['onError']> },
): Execute {
  const { issuer, limits, now, around, onError } = options
  const handlers = byCommand(options.handlers)
  const once = runOnce(issuer.did, options.receipts ?? memoryReceipts(), onError)

  /**
   * Returns a function that runs the handler, or the reason why the invocation must not
   * run. The checks are in the order of the reference, which does not check the subject.
   */
  async function permit(
    invocation: Invocation,
    { proofs, policySteps, tokens, request }: Batch,
  ): Promise<(() => Promise<Answer>) | Rejection> {
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
        now: now?.(),
        limits: { ...limits, policySteps },
      })
    } catch (error) {
      if (!(error instanceof AuthorizationError)) throw error
      if (error.name !== 'DIDKeyResolutionError') return { status: 403, error }
      onError(error, invocation)
      // The reason after the DID may be confidential.
      const [message = ''] = error.message.split(': ', 1)
      return { status: 403, error: { name: error.name, message } }
    }
    if (await accepts(handler.subject, invocation)) {
      try {
        const run = handler.prepare(invocation)
        return async () => {
          const result = await run({ tokens, request, authorization }, issuer)
          if (request.method === 'GET') checkResponse(result)
          return result
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
      return { receipt, response: { status }, isFinal: false }
    } catch (error) {
      onError(error, invocation)
      // The message of the error may be confidential.
      const message = `the execution of ${shorten(invocation.command)} failed`
      const failure = { name: 'HandlerExecutionError', message }
      const receipt = await failUnexpectedly(invocation, issuer, failure)
      return { receipt, response: { status: 500 }, isFinal: false }
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
    const maxSent = codecLimits.items - invocations.length
    const batch: Batch = { ...context, proofs, policySteps, sent: new Set(), maxSent }
    const answers: Answer[] = []
    for (const invocation of invocations) {
      answers.push(await observe(invocation, batch))
    }
    return answers
  }
}

/** Throws if the handler's response has an invalid status or header, or a body that its status does not allow. */
function checkResponse({ response: { status = 200, headers = {}, body } = {} }: Answer): void {
  // `Response` is not used: adapters for Node may replace it with a class that checks nothing.
  void new Headers(headers)
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(`expected a status from 200 to 599, received ${status}`)
  }
  if (NULL_BODY_STATUSES.includes(status) && body !== undefined && body !== null) {
    throw new TypeError(`the status ${status} allows no body`)
  }
}

/** Adds the tokens of an answer to those of the response. Throws if a container has no room for them. */
function addTokens({ tokens = {} }: Answer, { sent, maxSent }: Batch): void {
  const { invocations = [], delegations = [], receipts = [] } = tokens
  const cids = [...invocations, ...delegations, ...receipts].map(({ cid }) => keyOfCID(cid))
  const added = new Set(cids.filter((cid) => !sent.has(cid)))
  if (sent.size + added.size > maxSent) {
    throw new Error(
      `the response exceeds ${codecLimits.items} tokens: return fewer tokens, or send the invocations one by one`,
    )
  }
  for (const cid of added) sent.add(cid)
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
  return (cid) => received.get(keyOfCID(cid)) ?? resolve?.(cid)
}

async function accepts(accepted: Subject, invocation: Invocation): Promise<boolean> {
  const { subject } = invocation
  if (typeof accepted === 'function') return (await accepted(subject, invocation)) === true
  if (typeof accepted === 'string') return accepted === 'any' || accepted === subject
  return accepted.includes(subject)
}
