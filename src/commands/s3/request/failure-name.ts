import type { MalformedArguments } from '../../failure.js'

/** The request carries no signature, or one that can't be read. */
export const MalformedSignature = 'MalformedSignature'

/** The access key that the signature names is no DID that an access key can have. */
export const InvalidAccessKeyID = 'InvalidAccessKeyID'

/** There is no such access key. */
export const UnknownAccessKey = 'UnknownAccessKey'

/** The signature isn't that of the request by the access key's secret. */
export const SignatureMismatch = 'SignatureMismatch'

/** The request came outside the time for which its signature is valid. */
export const SignatureExpired = 'SignatureExpired'

/** The access key is past its end. */
export const AccessKeyExpired = 'AccessKeyExpired'

/** The tenant that the access key belongs to is disabled. */
export const TenantDisabled = 'TenantDisabled'

/** Whoever issued the invocation may not act for the tenant: it isn't the tenant's provider. */
export const IssuerForbidden = 'IssuerForbidden'

/** The tenant's provider serves none of the regions that the request was signed for. */
export const RegionNotServed = 'RegionNotServed'

/** The request is no operation of S3 that is supported. */
export const UnsupportedOperation = 'UnsupportedOperation'

/** The access key lacks the permission that the operation needs. */
export const OperationNotPermitted = 'OperationNotPermitted'

/** There is no such bucket, or it is another tenant's. */
export const UnknownBucket = 'UnknownBucket'

/** The access key is not for this bucket. */
export const BucketNotPermitted = 'BucketNotPermitted'

/**
 * Why `/s3/request/authorize` failed: the `name` of its `Failure`.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * // What Ingot answers its client, by S3's own codes of errors.
 * function codeOf(name: s3.request.FailureName): string {
 *   if (name === s3.request.UnknownBucket) return 'NoSuchBucket'
 *   if (name === s3.request.SignatureMismatch) return 'SignatureDoesNotMatch'
 *   return 'AccessDenied'
 * }
 * codeOf('UnknownBucket') // 'NoSuchBucket'
 * ```
 */
export type FailureName =
  | typeof MalformedSignature
  | typeof InvalidAccessKeyID
  | typeof UnknownAccessKey
  | typeof SignatureMismatch
  | typeof SignatureExpired
  | typeof AccessKeyExpired
  | typeof TenantDisabled
  | typeof IssuerForbidden
  | typeof RegionNotServed
  | typeof UnsupportedOperation
  | typeof OperationNotPermitted
  | typeof UnknownBucket
  | typeof BucketNotPermitted
  | typeof MalformedArguments
