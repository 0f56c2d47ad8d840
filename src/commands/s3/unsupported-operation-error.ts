import { UnsupportedOperation } from './request/failures.js'

/**
 * The error that {@link classifyRequest} throws for an unsupported S3 operation or
 * URL. Its `name` is `UnsupportedOperation`, as in the failure that
 * `/s3/request/authorize` returns for an unsupported operation.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * try {
 *   s3.classifyRequest({ method: 'OPTIONS', url: '/photos' })
 * } catch (error) {
 *   if (error instanceof s3.UnsupportedOperationError) console.log(error.name, error.message)
 *   // UnsupportedOperation unsupported S3 operation: "OPTIONS" "/photos"
 * }
 * ```
 */
export class UnsupportedOperationError extends Error {
  override readonly name = UnsupportedOperation
}
