/** The signature of the request is absent or malformed. */
export const MalformedSignature = 'MalformedSignature'

/** The access key ID in the signature is malformed. The ID must be the part of a `did:key` after `did:key:`. */
export const InvalidAccessKeyID = 'InvalidAccessKeyID'

/** The access key does not exist. */
export const UnknownAccessKey = 'UnknownAccessKey'

/** The signature does not match the request and the access key's secret. */
export const SignatureMismatch = 'SignatureMismatch'

/** The signature was not valid at the time when the request was received. */
export const SignatureExpired = 'SignatureExpired'

/** The access key has expired. */
export const AccessKeyExpired = 'AccessKeyExpired'

/** The tenant of the access key is disabled. */
export const TenantDisabled = 'TenantDisabled'

/** The invocation's issuer is not the tenant's provider: the S3 gateway (Ingot) of the tenant's region. */
export const IssuerForbidden = 'IssuerForbidden'

/** The tenant's provider serves none of the regions that the request was signed for. */
export const RegionNotServed = 'RegionNotServed'

/** The request is not a supported S3 operation. */
export const UnsupportedOperation = 'UnsupportedOperation'

/** The access key lacks the permission that the operation needs. */
export const OperationNotPermitted = 'OperationNotPermitted'

/** The bucket does not exist, or belongs to another tenant. */
export const UnknownBucket = 'UnknownBucket'

/** The access key is not valid for this bucket. */
export const BucketNotPermitted = 'BucketNotPermitted'
