import type { Command } from '../codec/command.js'
import type { CommandName } from '../codec/kinds/command-name.js'
import type { DID } from '../codec/kinds/did.js'
import type { Failure, FailureName } from '../commands/failure.js'
import type { Authorization } from '../ucan/authorize.js'
import type { DecodedTokens, Tokens } from '../ucan/container.js'
import { secondsFromNow } from '../ucan/defaults.js'
import { argumentsOf, type Invocation } from '../ucan/invocation.js'
import { fail, succeed, type Receipt } from '../ucan/receipt.js'
import type { Signer } from '../ucan/signer.js'

/** The lifetime of the receipt of an unexpected failure, in seconds. The reference uses the same lifetime. */
const UNEXPECTED_LIFETIME = 30

/**
 * The subjects that a handler accepts: one DID, a list, a function that returns
 * `true` for the subjects that it accepts, or `'any'`.
 *
 * A function can also check the issuer of the invocation. The function's decision is not
 * stored. In contrast, a failure that the handler returns is stored as the result of the
 * task, unless the failure is `unexpected`. Other authorized issuers that invoke the
 * task receive the stored result.
 */
export type Subject =
  | DID
  | readonly DID[]
  | 'any'
  | ((subject: DID, invocation: Invocation) => boolean | Promise<boolean>)

/** The options of {@link handle}. */
export interface HandleOptions<F extends Readonly<Record<string, string>>> {
  /** The subjects that the handler accepts. Required, because a principal may invoke any command on itself. */
  readonly subject: Subject
  /**
   * The names of the failures that the handler may return besides `MalformedArguments`,
   * such as `customer.failures`. None by default.
   */
  readonly failures?: F | undefined
}

/** The request that contains an invocation. */
export interface RequestContext {
  /** All tokens of the request. Only the invocation and its proofs were verified. */
  readonly tokens: DecodedTokens
  /** The HTTP request. The body of a `POST` is already consumed. */
  readonly request: Request
}

/** The input of a handler. */
export interface HandlerContext<A> extends RequestContext {
  /** The decoded arguments. */
  readonly arguments: A
  /** The invocation, which is authorized. */
  readonly invocation: Invocation
  /** The proof chain, its policies, and the earliest expiration time of the invocation and its proofs. */
  readonly authorization: Authorization
}

/** Tokens to send with an invocation or a receipt. */
export type TokensToSend = { readonly [Kind in keyof Tokens]?: Tokens[Kind] | undefined }

/**
 * The HTTP response to an invocation that was sent in the header `X-UCAN-Container`. The
 * receipt is added to the response in the same header.
 */
export interface ResponseParts {
  /** The status, from 200 to 599. By default 200 for a success, and 400 for a failure. */
  readonly status?: number | undefined
  readonly headers?: HeadersInit | undefined
  /**
   * The body. By default empty for a success, and the name and message for a failure. The
   * statuses 204, 205 and 304 allow no body. A `ReadableStream` that is not sent is canceled.
   */
  readonly body?: BodyInit | null | undefined
}

/**
 * The result of a handler: `ok`, an `error` with one of the declared names, or an
 * `error` with any name if `unexpected` is `true`. The receipt of an unexpected failure
 * expires in 30 seconds and is not stored, so a repeated invocation runs the handler
 * again.
 */
export type HandlerResult<O, N extends string> = (
  | { readonly ok: O }
  | { readonly error: Failure & { readonly name: N }; readonly unexpected?: false | undefined }
  | { readonly error: Failure; readonly unexpected: true }
) & {
  /**
   * Tokens to send with the receipt. Other receipts of the task by the service are not
   * sent: a handler may return all tokens of the request, and a receipt in the request
   * may be forged.
   */
  readonly tokens?: TokensToSend | undefined
  /**
   * The response to an invocation in a header. Ignored for an invocation in a body. Not
   * sent again if the invocation is repeated: a success then has the status 204.
   */
  readonly response?: ResponseParts | undefined
}

/** The receipt of an invocation, and what to send with it. */
export interface Answer {
  readonly receipt: Receipt
  readonly tokens?: TokensToSend | undefined
  /** The response of the handler, if the invocation was sent in a header. */
  readonly response?: Response | undefined
  /** The status of the default response. */
  readonly status?: number | undefined
  /** Whether to store the receipt, as the result of the task. */
  readonly isFinal: boolean
}

/** The result of a handler. Its receipt is not issued yet. */
export interface Outcome {
  readonly tokens: TokensToSend | undefined
  readonly response: ResponseParts | undefined
  /** Whether to store the receipt, as the result of the task. */
  readonly isFinal: boolean
  /** Issues the receipt. Throws for a result that can't be encoded. */
  readonly issueReceipt: (executor: Signer) => Promise<Receipt>
}

/** A handler of a command, as {@link handle} returns it. */
export interface CommandHandler {
  /** The name of the command. */
  readonly command: CommandName
  readonly subject: Subject
  /** Decodes the arguments, and returns a function that runs the handler. Throws a `CodecError` for malformed arguments, and a `TypeError` for an invocation of another command. */
  readonly prepare: (
    invocation: Invocation,
  ) => (context: RequestContext & { readonly authorization: Authorization }) => Promise<Outcome>
}

/**
 * Defines the handler of a command, for the option `handlers` of `handler`. `run` is
 * called after the invocation is authorized, its subject accepted and its arguments
 * decoded. A repeated invocation does not call `run` again, unless `run` failed
 * unexpectedly, the receipt is not in the store (the option `receipts` of `handler`), or
 * another process runs the task at the same time.
 *
 * If `run` throws, or returns a result that can't be encoded, the receipt has the failure
 * `HandlerExecutionError` and expires in 30 seconds. The caller does not see the message
 * of the error.
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { handle } from '@fil-forge/libforge/http'
 *
 * const customers = new Map<string, customer.AddArguments>()
 *
 * const add = handle(
 *   customer.add,
 *   { subject: 'did:web:up.example', failures: customer.failures },
 *   async ({ arguments: args }) => {
 *     if (customers.has(args.customer)) {
 *       return { error: { name: 'CustomerExists', message: `${args.customer} is registered` } }
 *     }
 *     customers.set(args.customer, args)
 *     return { ok: {} }
 *   },
 * )
 * ```
 */
export function handle<A, O, const F extends Readonly<Record<string, string>> = {}>(
  command: Command<A, O>,
  options: HandleOptions<F>,
  run: (
    context: HandlerContext<NoInfer<A>>,
  ) =>
    | HandlerResult<NoInfer<O>, FailureName<NoInfer<F>>>
    | Promise<HandlerResult<NoInfer<O>, FailureName<NoInfer<F>>>>,
): CommandHandler {
  return {
    command: command.name,
    subject: options.subject,
    prepare(invocation) {
      const args = argumentsOf(command, invocation)
      return async (context) => {
        const result = await run({ ...context, arguments: args, invocation })
        const { tokens, response } = result
        const isFinal = 'ok' in result || result.unexpected !== true
        return {
          tokens,
          response,
          isFinal,
          async issueReceipt(executor) {
            const ran = invocation
            if ('ok' in result) return await succeed(command, { executor, ran, ok: result.ok })
            if (isFinal) return await fail({ executor, ran, error: result.error })
            return await failUnexpectedly(ran, executor, result.error)
          },
        }
      }
    },
  }
}

/**
 * Issues the receipt of an unexpected failure. The receipt expires soon, because a
 * repeated run may succeed.
 */
export async function failUnexpectedly(
  ran: Invocation,
  executor: Signer,
  error: Failure,
): Promise<Receipt> {
  return await fail({ executor, ran, error, expiration: secondsFromNow(UNEXPECTED_LIFETIME) })
}
