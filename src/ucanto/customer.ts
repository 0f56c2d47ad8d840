import { add as command } from '../commands/customer/add.js'
import { capability } from './capability.js'

/**
 * `customer/add`: registers a customer. Its subject is the upload service,
 * which Hilt has a delegation from; `nb` is `customer.AddArguments`.
 *
 * Whoever invokes with its own DID as the subject needs no delegation in
 * ucanto: to it that is a stranger who may do as it likes with itself. So the
 * handler must compare the subject, `capability.with`, with the service's own
 * DID, and refuse any other.
 *
 * @see https://github.com/storacha/ucanto
 *
 * @example
 * ```ts
 * import * as Server from '@ucanto/server'
 * import { customer } from '@fil-forge/libforge/ucanto'
 *
 * const add = Server.provide(customer.add, ({ capability, context }) => {
 *   if (capability.with !== context.id.did()) {
 *     return { error: new Server.Failure(`${capability.with} is not this service`) }
 *   }
 *   console.log(capability.nb.customer, capability.nb.details.region)
 *   return { ok: {} }
 * })
 * ```
 */
export const add = /* @__PURE__ */ capability(command)
