import { command } from '../../codec/command.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The CID of the delegation to revoke. */
  revoke: link,
  /**
   * The CIDs of the delegations from the root to the delegation to revoke. The
   * delegations are in the container of the invocation. The issuer of the
   * invocation must have issued one of these delegations.
   */
  path: /* @__PURE__ */ list(link),
}

/** The delegation that {@link revoke} revokes, and its proof chain. */
export interface RevokeArguments extends StructOf<typeof fields> {}

/** The delegation that {@link revoke} revokes, and its proof chain. */
export const RevokeArguments: Type<RevokeArguments> = /* @__PURE__ */ struct(
  'ucan.RevokeArguments',
  fields,
)

/** The result of {@link revoke}: an empty map. */
export type RevokeOK = Unit
/** The result of {@link revoke}: an empty map. */
export const RevokeOK = Unit

/**
 * `/ucan/revoke`: revokes a delegation permanently. Any issuer in the proof
 * chain of the delegation can invoke the command on a revocation service.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/revocation.md#publishing-revocations
 * @see https://github.com/ucan-wg/revocation
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { ucan } from '@fil-forge/libforge'
 *
 * const delegation = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = ucan.revoke.arguments.cbor.encode({
 *   revoke: delegation,
 *   path: [delegation],
 * })
 * ```
 */
export const revoke = /* @__PURE__ */ command('/ucan/revoke', RevokeArguments, RevokeOK)
