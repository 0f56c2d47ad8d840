export { UnknownAccessKey, UnknownBucket } from '../request/failures.js'

/** The command does not execute the requested operation. */
export const OperationMismatch = 'OperationMismatch'

/** A bucket with the name already exists. */
export const BucketExists = 'BucketExists'

/** The bucket is not empty, so it can't be deleted. */
export const BucketNotEmpty = 'BucketNotEmpty'

/** A parameter of the request is malformed or out of range. */
export const InvalidArgument = 'InvalidArgument'

/** The policy is not a valid bucket policy. */
export const InvalidBucketPolicy = 'InvalidBucketPolicy'

/** The bucket has no policy. */
export const PolicyNotFound = 'PolicyNotFound'
