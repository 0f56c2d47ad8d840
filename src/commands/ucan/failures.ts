/** The receipt that `/ucan/conclude` delivers is not in the container of the invocation. */
export const ConclusionReceiptNotFound = 'ConclusionReceiptNotFound'
