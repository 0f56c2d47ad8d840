export { UnknownAccessKey, UnknownBucket } from '../request/failures.js'

/** The S3 request is for an operation that the command does not execute. */
export const OperationMismatch = 'OperationMismatch'

/** A bucket with the requested name already exists. */
export const BucketExists = 'BucketExists'

/** The bucket is not empty, so it can't be deleted. */
export const BucketNotEmpty = 'BucketNotEmpty'

/** A parameter of the request is malformed or out of range. */
export const InvalidArgument = 'InvalidArgument'

/** The policy is not a valid bucket policy. */
export const InvalidBucketPolicy = 'InvalidBucketPolicy'

/** The bucket has no policy. */
export const PolicyNotFound = 'PolicyNotFound'
