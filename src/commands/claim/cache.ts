import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const providerFields = {
  /** The addresses of the provider: multiaddrs in binary form. */
  addresses: /* @__PURE__ */ list(bytes),
}

/** The network addresses of the node that provides a claim. */
export interface Provider extends StructOf<typeof providerFields> {}

/**
 * The network addresses of the node that provides a claim.
 *
 * @see https://github.com/multiformats/multiaddr
 */
export const Provider: Type<Provider> = /* @__PURE__ */ struct('claim.Provider', providerFields)

const argumentFields = {
  /** The CID of the claim. The container of the invocation has the claim. */
  claim: link,
  /** The network addresses of the node that provides the claim. */
  provider: Provider,
}

/** The claim that {@link cache} stores, and its provider. */
export interface CacheArguments extends StructOf<typeof argumentFields> {}

/** The claim that {@link cache} stores, and its provider. */
export const CacheArguments: Type<CacheArguments> = /* @__PURE__ */ struct(
  'claim.CacheArguments',
  argumentFields,
)

/** The result of {@link cache}: an empty map. */
export type CacheOK = Unit
/** The result of {@link cache}: an empty map. */
export const CacheOK = Unit

/**
 * `/claim/cache`: stores a claim in an indexer, without publishing it.
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { claim } from '@fil-forge/libforge'
 *
 * const location = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = claim.cache.arguments.cbor.encode({ claim: location, provider: { addresses: [] } })
 * ```
 */
export const cache = /* @__PURE__ */ command('/claim/cache', CacheArguments, CacheOK)
