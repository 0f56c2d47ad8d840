import { command } from '../../../codec/command.js'
import { link } from '../../../codec/kinds/link.js'
import { struct, type StructOf } from '../../../codec/kinds/struct.js'
import type { Type } from '../../../codec/type.js'
import { Unit } from '../../unit.js'

const fields = {
  /** The CID (version 1, codec raw, sha2-256) of the signed bytes of the attested token. */
  proof: link,
}

/** The token that {@link proof} attests. */
export interface ProofArguments extends StructOf<typeof fields> {}

/** The token that {@link proof} attests. */
export const ProofArguments: Type<ProofArguments> = /* @__PURE__ */ struct(
  'ucan.attest.ProofArguments',
  fields,
)

/** The result type of {@link proof}: an empty map. The command is never executed. */
export type ProofOK = Unit
/** The result type of {@link proof}: an empty map. The command is never executed. */
export const ProofOK = Unit

/**
 * `/ucan/attest/proof`: attests that a principal without a key, such as a
 * `did:mailto`, issued a token. The invocation is the signature of that token,
 * and is never executed. Its issuer and subject are the authority that verified
 * the principal. It has no audience and no nonce, and does not expire.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/attestation.md#signature-invocation
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { ucan } from '@fil-forge/libforge'
 *
 * const payload = CID.parse('bafkreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = ucan.attest.proof.arguments.cbor.encode({ proof: payload })
 * ```
 */
export const proof = /* @__PURE__ */ command('/ucan/attest/proof', ProofArguments, ProofOK)
