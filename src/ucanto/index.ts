/**
 * The commands as capabilities of ucanto (UCAN 0.9), under the same names.
 *
 * `can` is the command's name without its leading slash, `with` is its subject, a
 * DID, and `nb` is its arguments. Unknown fields and null are rejected, not ignored:
 * each field of a delegation is a condition. For bad arguments, a server returns a
 * ucanto failure, and `invoke` and `delegate` throw an error. The message has the path of
 * the bad value: `customer.AddArguments: details.plan: expected string, received 3`.
 *
 * A delegation may fix any field of the arguments. A capability derived from it
 * has the same subject, and the same content in each fixed field.
 *
 * A principal may always invoke a command on itself, so a handler must check
 * the subject: compare `capability.with` with the service's own DID.
 *
 * UCAN 0.9 has no bignums: an integer of more than 64 bits in the arguments of
 * `pdp.sign` is rejected. Fields of the kind `bigint` are always bigints in a
 * handler.
 *
 * ucanto finds a method of a service by the path of its command: the method for
 * `pdp.sign.dataSetCreate` is `pdp.sign.dataset.create`, as in {@link Service}.
 *
 * A handler receives plain values, whose CIDs are of this library's version of
 * multiformats. A client receives results as ucanto decodes them. Validate them
 * with `is` of the command's `ok`, which accepts CIDs of any multiformats version.
 *
 * ucanto decodes a message before this library does, with multiformats 13 and
 * `@ipld/dag-cbor` 9. With these versions ucanto never returns for a hostile link of 151
 * bytes, and rejects tokens with a key `__proto__` or a BOM at the start of a string.
 * multiformats 14 and `@ipld/dag-cbor` 10 solve all of this except the BOM, and ucanto
 * works with them. A program that serves untrusted clients should override both versions:
 * SECURITY.md shows how, for each package manager.
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
import * as accessCommands from '../commands/access/index.js'
import * as assertCommands from '../commands/assert/index.js'
import * as blobCommands from '../commands/blob/index.js'
import * as claimCommands from '../commands/claim/index.js'
import * as contentCommands from '../commands/content/index.js'
import * as customerCommands from '../commands/customer/index.js'
import * as debugCommands from '../commands/debug/index.js'
import * as httpCommands from '../commands/http/index.js'
import * as indexCommands from '../commands/index/index.js'
import * as metricsCommands from '../commands/metrics/index.js'
import * as pdpCommands from '../commands/pdp/index.js'
import * as principalCommands from '../commands/principal/index.js'
import * as providerCommands from '../commands/provider/index.js'
import * as routingCommands from '../commands/routing/index.js'
import * as s3Commands from '../commands/s3/index.js'
import * as spaceCommands from '../commands/space/index.js'
import * as ucanCommands from '../commands/ucan/index.js'
import * as uploadCommands from '../commands/upload/index.js'
import { capabilities, type CapabilitiesOf } from './capability.js'
import type { ServiceOf } from './service.js'

export type { AbilityOf, CapabilitiesOf, CapabilityOf, CaveatsOf } from './capability.js'
export type { ServiceOf } from './service.js'

/** The capabilities of `access`. */
export const access: CapabilitiesOf<typeof accessCommands> =
  /* @__PURE__ */ capabilities(accessCommands)

/** The capabilities of `assert`. */
export const assert: CapabilitiesOf<typeof assertCommands> =
  /* @__PURE__ */ capabilities(assertCommands)

/** The capabilities of `blob`. */
export const blob: CapabilitiesOf<typeof blobCommands> = /* @__PURE__ */ capabilities(blobCommands)

/** The capabilities of `claim`. */
export const claim: CapabilitiesOf<typeof claimCommands> =
  /* @__PURE__ */ capabilities(claimCommands)

/** The capabilities of `content`. */
export const content: CapabilitiesOf<typeof contentCommands> =
  /* @__PURE__ */ capabilities(contentCommands)

/** The capabilities of `customer`. */
export const customer: CapabilitiesOf<typeof customerCommands> =
  /* @__PURE__ */ capabilities(customerCommands)

/** The capabilities of `debug`. */
export const debug: CapabilitiesOf<typeof debugCommands> =
  /* @__PURE__ */ capabilities(debugCommands)

/** The capabilities of `http`. */
export const http: CapabilitiesOf<typeof httpCommands> = /* @__PURE__ */ capabilities(httpCommands)

/** The capabilities of `index`. */
export const index: CapabilitiesOf<typeof indexCommands> =
  /* @__PURE__ */ capabilities(indexCommands)

/** The capabilities of `metrics`. */
export const metrics: CapabilitiesOf<typeof metricsCommands> =
  /* @__PURE__ */ capabilities(metricsCommands)

/** The capabilities of `pdp`. */
export const pdp: CapabilitiesOf<typeof pdpCommands> = /* @__PURE__ */ capabilities(pdpCommands)

/** The capabilities of `principal`. */
export const principal: CapabilitiesOf<typeof principalCommands> =
  /* @__PURE__ */ capabilities(principalCommands)

/** The capabilities of `provider`. */
export const provider: CapabilitiesOf<typeof providerCommands> =
  /* @__PURE__ */ capabilities(providerCommands)

/** The capabilities of `routing`. */
export const routing: CapabilitiesOf<typeof routingCommands> =
  /* @__PURE__ */ capabilities(routingCommands)

/** The capabilities of `s3`. */
export const s3: CapabilitiesOf<typeof s3Commands> = /* @__PURE__ */ capabilities(s3Commands)

/** The capabilities of `space`. */
export const space: CapabilitiesOf<typeof spaceCommands> =
  /* @__PURE__ */ capabilities(spaceCommands)

/** The capabilities of `ucan`. */
export const ucan: CapabilitiesOf<typeof ucanCommands> = /* @__PURE__ */ capabilities(ucanCommands)

/** The capabilities of `upload`. */
export const upload: CapabilitiesOf<typeof uploadCommands> =
  /* @__PURE__ */ capabilities(uploadCommands)

type SignMethods = ServiceOf<typeof pdpCommands.sign>

/** The methods of `pdp.sign`, by the paths of their commands. */
export interface SignService {
  dataset: { create: SignMethods['dataSetCreate']; delete: SignMethods['dataSetDelete'] }
  pieces: {
    add: SignMethods['piecesAdd']
    remove: { schedule: SignMethods['piecesRemoveSchedule'] }
  }
}

/**
 * The commands as a ucanto service, for `Server.create` and `Client.connect`. A
 * service implements the commands that it executes. Hilt, which keeps the tenants of
 * Fil One and their access keys, implements `s3`. The upload service, which keeps the
 * customers, implements commands such as `upload.add`. A storage node implements
 * commands such as `blob.allocate`.
 */
export interface Service {
  access: ServiceOf<typeof accessCommands>
  assert: ServiceOf<typeof assertCommands>
  blob: ServiceOf<typeof blobCommands>
  claim: ServiceOf<typeof claimCommands>
  content: ServiceOf<typeof contentCommands>
  customer: ServiceOf<typeof customerCommands>
  debug: ServiceOf<typeof debugCommands>
  http: ServiceOf<typeof httpCommands>
  index: ServiceOf<typeof indexCommands>
  metrics: ServiceOf<typeof metricsCommands>
  pdp: Omit<ServiceOf<typeof pdpCommands>, 'sign'> & { sign: SignService }
  principal: ServiceOf<typeof principalCommands>
  provider: ServiceOf<typeof providerCommands>
  routing: ServiceOf<typeof routingCommands>
  /** Without `s3.key.marker`, which is delegated and never invoked. */
  s3: Omit<ServiceOf<typeof s3Commands>, 'key'>
  space: ServiceOf<typeof spaceCommands>
  ucan: ServiceOf<typeof ucanCommands>
  upload: ServiceOf<typeof uploadCommands>
}
