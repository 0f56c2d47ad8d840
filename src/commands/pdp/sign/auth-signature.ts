import { bytes } from '../../../codec/kinds/bytes.js'
import { u8 } from '../../../codec/kinds/integer.js'
import { cborStruct, type StructOf } from '../../../codec/kinds/struct.js'
import type { CborType } from '../../../codec/type.js'

const fields = {
  /** The signature: `r`, `s` and `v`, 65 bytes. */
  signature: bytes,
  /** The recovery identifier of the signature. */
  v: u8,
  /** The first half of the signature, 32 bytes. */
  r: bytes,
  /** The second half of the signature, 32 bytes. */
  s: bytes,
  /** The bytes that were signed. */
  signedData: bytes,
  /** The address of the signer, 20 bytes. */
  signer: bytes,
}

/** A signature of the signing service, which authorizes an operation of a PDP contract. */
export interface AuthSignature extends StructOf<typeof fields> {}

/**
 * A signature of the signing service, which authorizes an operation of a PDP
 * contract.
 *
 * @see https://eips.ethereum.org/EIPS/eip-712
 */
export const AuthSignature: CborType<AuthSignature> = /* @__PURE__ */ cborStruct(
  'pdp.sign.AuthSignature',
  fields,
)
