/** There is no candidate, or one is not a storage node of the upload service. */
export const InvalidCandidates = 'InvalidCandidates'

/** The routing policy has no candidates. */
export const UnknownPolicy = 'UnknownPolicy'
