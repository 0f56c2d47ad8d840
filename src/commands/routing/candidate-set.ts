import { type DID, did } from '../../codec/kinds/did.js'
import { map } from '../../codec/kinds/map.js'
import { struct } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'

/** The properties of a candidate: an empty map, because no properties are defined yet. */
export interface Candidate extends Record<string, never> {}

/** The properties of a candidate: an empty map, because no properties are defined yet. */
export const Candidate: Type<Candidate> = /* @__PURE__ */ struct(
  'routing.Candidate',
  {},
) as Type<Candidate>

/** The candidates of a routing policy: storage nodes, by DID. */
export interface CandidateSet extends Record<DID, Candidate> {}

/**
 * The candidates of a routing policy: storage nodes, by DID, in no particular
 * order.
 *
 * @example
 * ```ts
 * import { routing } from '@fil-forge/libforge'
 *
 * routing.CandidateSet.is({ 'did:web:node.example': {} }) // true
 * ```
 */
export const CandidateSet: Type<CandidateSet> = /* @__PURE__ */ map(
  did,
  Candidate,
  'routing.CandidateSet',
)
