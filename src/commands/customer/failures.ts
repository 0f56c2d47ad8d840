/** The customer is already registered. */
export const CustomerExists = 'CustomerExists'

/** The invocation's subject is not the upload service. */
export const InvalidCustomerSubject = 'InvalidCustomerSubject'
