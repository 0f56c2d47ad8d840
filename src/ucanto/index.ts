/**
 * The commands as capabilities of ucanto (UCAN 0.9), under the same names.
 *
 * `can` is the command's name without its leading slash, `with` is its subject, a
 * DID, and `nb` is its arguments. Unknown fields and null are rejected: in a
 * delegation a field is a condition. Bad arguments are a ucanto failure whose
 * message has the path of the bad value:
 * `customer.AddArguments: details.plan: expected string, received 3`.
 *
 * A delegation may fix any field of the arguments. A capability derived from it
 * has the same subject, and the same content in each fixed field.
 *
 * A principal may always invoke a command on itself, so a handler must check
 * the subject: compare `capability.with` with the service's own DID.
 *
 * A handler receives plain values, whose CIDs are of this library's version of
 * multiformats. A client receives results as ucanto decodes them. Validate them
 * with `is` of the command's `ok`, which accepts CIDs of any multiformats version.
 *
 * ucanto decodes a message before this library does. It depends on multiformats
 * 13 and `@ipld/dag-cbor` 9, with which it never returns for a hostile link of 151
 * bytes, and rejects tokens with a key `__proto__` or a BOM at the start of a
 * string. multiformats 14 and `@ipld/dag-cbor` 10 solve all but the BOM, and
 * ucanto works with them. A program that serves untrusted clients should override
 * both: SECURITY.md shows how, for each package manager.
 *
 * @see https://github.com/storacha/ucanto
 *
 * @example
 * ```ts
 * import * as Server from '@ucanto/server'
 * import { customer, type Service } from '@fil-forge/libforge/ucanto'
 *
 * const add: Service['customer']['add'] = Server.provide(
 *   customer.add,
 *   ({ capability, context }) =>
 *     capability.with === context.id.did()
 *       ? { ok: {} }
 *       : { error: new Server.Failure(`${capability.with} is not this service`) },
 * )
 * ```
 *
 * @module @fil-forge/libforge/ucanto
 */
import * as customerCommands from '../commands/customer/index.js'
import * as providerCommands from '../commands/provider/index.js'
import * as s3Commands from '../commands/s3/index.js'
import { capabilities, type CapabilitiesOf } from './capability.js'
import type { ServiceOf } from './service.js'

export type { AbilityOf, CapabilitiesOf, CapabilityOf, CaveatsOf } from './capability.js'
export type { ServiceOf } from './service.js'

/** The capabilities of `customer`. */
export const customer: CapabilitiesOf<typeof customerCommands> =
  /* @__PURE__ */ capabilities(customerCommands)

/** The capabilities of `provider`. */
export const provider: CapabilitiesOf<typeof providerCommands> =
  /* @__PURE__ */ capabilities(providerCommands)

/** The capabilities of `s3`. */
export const s3: CapabilitiesOf<typeof s3Commands> = /* @__PURE__ */ capabilities(s3Commands)

/**
 * All commands as a ucanto service, for `Server.create` and `Client.connect`.
 * The upload service implements `customer` and `provider`. Hilt implements `s3`.
 */
export interface Service {
  customer: ServiceOf<typeof customerCommands>
  provider: ServiceOf<typeof providerCommands>
  /** Without `s3.key.marker`, which is only delegated, never invoked. */
  s3: Omit<ServiceOf<typeof s3Commands>, 'key'>
}
