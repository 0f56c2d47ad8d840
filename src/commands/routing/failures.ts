/** The set of candidates is empty, or one of them is not a storage node of the upload service. */
export const InvalidCandidates = 'InvalidCandidates'

/** The routing policy has no candidates. */
export const UnknownPolicy = 'UnknownPolicy'
