/**
 * The kind of an {@link ExecutionError}.
 *
 * - `network`: the request failed, or the response ended early
 * - `status`: the response has another status than expected: see `status`
 * - `body`: the response is not a container, or exceeds the limit
 * - `missing-receipt`: the response has no receipt of the task
 * - `unverified-receipt`: the receipt is not by the expected executor, or its signature
 *   can't be verified
 * - `malformed-result`: the receipt's result is not one of the command
 */
export type ExecutionErrorCode =
  | 'network'
  | 'status'
  | 'body'
  | 'missing-receipt'
  | 'unverified-receipt'
  | 'malformed-result'

/**
 * The reason why the result of a task is unknown. The task may have run: repeat the
 * same invocation to get its receipt, before it expires.
 *
 * A failed task is no such error: it is a result, with a receipt.
 */
export class ExecutionError extends Error {
  override readonly name = 'ExecutionError'
  readonly code: ExecutionErrorCode
  /** The status of the HTTP response. `undefined` if there is none. */
  readonly status: number | undefined

  constructor(
    code: ExecutionErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly status?: number | undefined } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.status = options.status
  }
}
