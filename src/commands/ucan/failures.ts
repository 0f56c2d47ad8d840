/** The receipt is not in the container of the invocation. */
export const ConclusionReceiptNotFound = 'ConclusionReceiptNotFound'
