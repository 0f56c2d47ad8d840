import type { CID } from 'multiformats/cid'
import { link } from '../../codec/link.js'
import { list } from '../../codec/list.js'
import { namedMap } from '../../codec/map.js'
import type { Type } from '../../codec/type.js'

/** For each delegation, by the text of its CID, the delegations that prove it. */
export interface ProofSet extends Record<string, readonly CID[]> {}

/**
 * For each delegation, the delegations that prove it: on the wire a bare map
 * from the text of a CID to a list of links. A key is read in base32, base36
 * or base58btc, and written as the CID itself has it: base32 for version 1,
 * base58btc for version 0.
 *
 * @see https://github.com/ucan-wg/delegation
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { s3 } from '@fil-forge/libforge'
 *
 * const proof = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const delegations: s3.ProofSet = { [proof.toString()]: [proof] }
 * s3.ProofSet.is(delegations) // true
 * ```
 */
export const ProofSet: Type<ProofSet> = /* @__PURE__ */ namedMap(
  's3.ProofSet',
  link,
  /* @__PURE__ */ list(link),
)
