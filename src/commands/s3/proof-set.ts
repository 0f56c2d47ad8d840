import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { map } from '../../codec/kinds/map.js'
import type { Type } from '../../codec/type.js'
import type { CID } from 'multiformats/cid'

/** The proof chain of each delegation, as CIDs. A key is the delegation's CID, as a string. */
export interface ProofSet extends Record<string, readonly CID[]> {}

/**
 * The proof chain of each delegation, as CIDs. A key is the delegation's CID, as a
 * string. Keys are accepted in base32, base36 and base58btc. Encoding and decoding
 * convert them to the default base of the CID: base32 for version 1, base58btc for
 * version 0. The wire format is a map of lists.
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
export const ProofSet: Type<ProofSet> = /* @__PURE__ */ map(
  link,
  /* @__PURE__ */ list(link),
  's3.ProofSet',
)
