import { add as command } from '../commands/provider/add.js'
import { capability } from './capability.js'

/**
 * `provider/add`: provisions a consumer with a provider. Its subject is the
 * customer, who pays; `nb` is `provider.AddArguments`.
 *
 * Whoever invokes with its own DID as the subject needs no delegation in
 * ucanto, whether or not it is a customer: that is for the handler to check.
 *
 * @see https://github.com/storacha/ucanto
 *
 * @example
 * ```ts
 * import * as ed25519 from '@ucanto/principal/ed25519'
 * import { provider } from '@fil-forge/libforge/ucanto'
 *
 * const customer = await ed25519.generate()
 * const service = await ed25519.generate()
 * const space = await ed25519.generate()
 * const invocation = provider.add.invoke({
 *   issuer: customer,
 *   audience: service,
 *   with: customer.did(),
 *   nb: { provider: service.did(), consumer: space.did() },
 * })
 * ```
 */
export const add = /* @__PURE__ */ capability(command)
