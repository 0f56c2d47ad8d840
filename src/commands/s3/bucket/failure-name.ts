import type { MalformedArguments } from '../../failure.js'
import type { UnknownAccessKey, UnknownBucket } from '../request/failure-name.js'

export { UnknownAccessKey, UnknownBucket } from '../request/failure-name.js'

/** The request asks for another operation than the command does. */
export const OperationMismatch = 'OperationMismatch'

/** There is a bucket of that name already. */
export const BucketExists = 'BucketExists'

/** The bucket still holds something, and so can't be deleted. */
export const BucketNotEmpty = 'BucketNotEmpty'

/** A parameter of the request is malformed or out of its range. */
export const InvalidArgument = 'InvalidArgument'

/** The policy to put is no policy of a bucket. */
export const InvalidBucketPolicy = 'InvalidBucketPolicy'

/** The bucket has no policy. */
export const PolicyNotFound = 'PolicyNotFound'

/**
 * Why a command of `s3.bucket` failed: the `name` of its `Failure`. One that
 * takes a signed request may also fail as the authorization of that request
 * does: see `s3.request.FailureName`.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const name: s3.bucket.FailureName = s3.bucket.BucketExists
 * ```
 */
export type FailureName =
  | typeof OperationMismatch
  | typeof BucketExists
  | typeof BucketNotEmpty
  | typeof UnknownBucket
  | typeof UnknownAccessKey
  | typeof InvalidArgument
  | typeof InvalidBucketPolicy
  | typeof PolicyNotFound
  | typeof MalformedArguments
