import { UnsupportedOperation as name } from './request/failure-name.js'

/**
 * The error for a request that is no operation of Forge's. Its `name` is that
 * of the failure with which a receipt says so.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * try {
 *   s3.classify({ method: 'OPTIONS', url: '/photos' })
 * } catch (error) {
 *   if (error instanceof s3.UnsupportedOperation) console.log(error.name, error.message)
 *   // UnsupportedOperation "OPTIONS" "/photos" is no operation of S3 that is supported
 * }
 * ```
 */
export class UnsupportedOperation extends Error {
  override readonly name = name
}
