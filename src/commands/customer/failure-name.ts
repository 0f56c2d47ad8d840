import type { MalformedArguments } from '../failure.js'

/** The customer is registered already. */
export const CustomerExists = 'CustomerExists'

/** The subject of the invocation isn't the upload service, whose customers they are. */
export const InvalidCustomerSubject = 'InvalidCustomerSubject'

/**
 * Why `/customer/add` failed: the `name` of its `Failure`.
 *
 * @example
 * ```ts
 * import { customer, type Failure } from '@fil-forge/libforge'
 *
 * // Hilt registers a tenant again after a crash, and then finds it registered.
 * const isDone = (failure: Failure) => failure.name === customer.CustomerExists
 * isDone({ name: 'CustomerExists', message: 'the customer exists already' }) // true
 * ```
 */
export type FailureName =
  | typeof CustomerExists
  | typeof InvalidCustomerSubject
  | typeof MalformedArguments
