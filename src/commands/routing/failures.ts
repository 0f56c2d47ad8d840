/**
 * The set of candidates is empty, or a candidate is not a storage node that is
 * registered with the upload service.
 */
export const InvalidCandidates = 'InvalidCandidates'

/** The upload service has no candidates of the routing policy: set them with `/routing/put`. */
export const UnknownPolicy = 'UnknownPolicy'
