/** The index is not stored in the space. */
export const IndexNotFound = 'IndexNotFound'
