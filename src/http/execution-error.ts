/**
 * The kind of an {@link ExecutionError}.
 *
 * - `network`: the request failed, or the response ended early
 * - `status`: in `execute`, the status is not 200. In `poll`, the status is neither 200 nor
 *   404. In `retrieve`, the response has no header `X-UCAN-Container`, even if the status is
 *   200
 * - `body`: the response has no valid container, or the container exceeds `maxBytes`
 * - `missing-receipt`: the response has no receipt of the task. In `poll`, also if the last
 *   attempt fails with status 404
 * - `unverified-receipt`: the receipt was not issued by the executor, or the signature of the
 *   receipt can't be verified
 * - `malformed-result`: the result in the receipt is not a result of the command
 */
export type ExecutionErrorCode =
  | 'network'
  | 'status'
  | 'body'
  | 'missing-receipt'
  | 'unverified-receipt'
  | 'malformed-result'

/**
 * The reason why the result of a task is unknown. The task may have run. A service that
 * stores receipts returns the stored receipt if it gets the same invocation again before
 * the invocation expires.
 *
 * A task that fails does not cause this error: its failure is the result.
 */
export class ExecutionError extends Error {
  override readonly name = 'ExecutionError'
  readonly code: ExecutionErrorCode
  /**
   * The status of the HTTP response. Set for every error of the code `status`, and for some
   * errors of the codes `body` and `missing-receipt`. Otherwise `undefined`.
   */
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
