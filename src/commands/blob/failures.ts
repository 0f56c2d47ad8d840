/** The cause of `/blob/release` is not in the container, or is not an invocation of `/blob/remove`. */
export const UnknownCause = 'UnknownCause'

/** The cause of `/blob/release` is for a different space or digest. */
export const InvalidCause = 'InvalidCause'

/** The cause of `/blob/abort` is missing, or is not a known invocation of `/blob/add`. */
export const MissingCause = 'MissingCause'

/** The blob is already accepted for the space, so its allocation can't be dropped: remove the blob with `/blob/remove`. */
export const BlobAccepted = 'BlobAccepted'

/**
 * The service doesn't support the field `digestCode` of a `BlobSpec`, or doesn't
 * support its value. The failure is newer than the version of the reference that this
 * library is tested against.
 */
export const UnsupportedDigestCode = 'UnsupportedDigestCode'
