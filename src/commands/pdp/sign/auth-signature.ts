import { bytes } from '../../../codec/kinds/bytes.js'
import { u8 } from '../../../codec/kinds/integer.js'
import { cborStruct, type StructOf } from '../../../codec/kinds/struct.js'
import type { CborType } from '../../../codec/type.js'

const fields = {
  /** The whole signature, 65 bytes: `r`, `s` and `v`. */
  signature: bytes,
  /** The recovery identifier of the signature plus 27: 27 or 28. */
  v: u8,
  /** The first 32 bytes of the signature. */
  r: bytes,
  /** The second 32 bytes of the signature. */
  s: bytes,
  /** The EIP-712 hash that was signed, 32 bytes. */
  signedData: bytes,
  /** The address of the signer, 20 bytes. */
  signer: bytes,
}

/** A signature by the signing service. It authorizes an operation of a PDP smart contract. */
export interface AuthSignature extends StructOf<typeof fields> {}

/**
 * A signature by the signing service. It authorizes an operation of a PDP
 * smart contract.
 *
 * @see https://eips.ethereum.org/EIPS/eip-712
 */
export const AuthSignature: CborType<AuthSignature> = /* @__PURE__ */ cborStruct(
  'pdp.sign.AuthSignature',
  fields,
)
