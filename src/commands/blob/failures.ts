/** The cause of `/blob/release` is not in the container, or not an invocation of `/blob/remove`. */
export const UnknownCause = 'UnknownCause'

/** The cause of `/blob/release` has another space or digest. */
export const InvalidCause = 'InvalidCause'

/** The cause of `/blob/abort` is missing, or not a known invocation of `/blob/add`. */
export const MissingCause = 'MissingCause'

/** The space has accepted the blob: it is removed with `/blob/remove`. */
export const BlobAccepted = 'BlobAccepted'
