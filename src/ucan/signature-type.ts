import { Refusal } from '../codec/error.js'
import { limits } from '../codec/limits.js'
import { compareBytes } from './byte-order.js'
import type { Value } from './value.js'

/**
 * A kind of signature, by the name that `iso-signatures` gives it: an algorithm
 * of JSON Web Signatures (RFC 7518, RFC 8037, RFC 8812), or Ethereum's
 * `personal_sign`.
 *
 * @see https://www.iana.org/assignments/jose/jose.xhtml
 * @see https://eips.ethereum.org/EIPS/eip-191
 */
export type SignatureType = 'Ed25519' | 'ES256' | 'ES384' | 'ES512' | 'ES256K' | 'RS256' | 'EIP191'

/** What signs: the keys of a principal, as `iso-signatures` has them. */
export interface Signer {
  /** The DID that it signs as, which needn't be its key's: `did:web:up.example`. */
  readonly did: string
  /** The kind of its signatures. */
  readonly signatureType: SignatureType
  /** The signature of these bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array
}

/**
 * What a varsig header says of each kind, as varints of the multicodec table:
 * the family, its curve and hash; of RSA its hash and how many bytes a
 * signature has; of EIP-191 also the envelope that it hashes.
 */
const ALGORITHMS: Readonly<Record<SignatureType, readonly number[]>> = {
  Ed25519: [0xed, 0x01, 0xed, 0x01, 0x13],
  ES256: [0xec, 0x01, 0x80, 0x24, 0x12],
  ES384: [0xec, 0x01, 0x81, 0x24, 0x20],
  ES512: [0xec, 0x01, 0x82, 0x24, 0x13],
  ES256K: [0xec, 0x01, 0xe7, 0x01, 0x12],
  RS256: [0x85, 0x24, 0x12, 0x80, 0x02],
  EIP191: [0xec, 0x01, 0xe7, 0x01, 0x1b, 0x91, 0xc3, 0x03],
}
/** Varsig and its version before it, and behind it that what is signed is DAG-CBOR. */
const headers = /* @__PURE__ */ new Map(
  Object.entries(ALGORITHMS).map(([type, algorithm]) => [
    type as SignatureType,
    Uint8Array.of(0x34, 0x01, ...algorithm, 0x71),
  ]),
)

/**
 * The header of a token, which says how it is signed: a varsig without its
 * signature.
 *
 * @see https://github.com/ChainAgnostic/varsig
 */
export const signatureType: Value<SignatureType> = {
  write(value, writer) {
    const header = headers.get(value as SignatureType)
    if (header === undefined) {
      throw new Refusal('not-in-enum', `a kind of signature that isn't known: ${String(value)}`)
    }
    writer.bytes(header)
  },
  read(reader) {
    const header = reader.bytes(limits.bytes)
    for (const [type, known] of headers) if (compareBytes(known, header) === 0) return type
    throw reader.refuse('not-in-enum', "a kind of signature that isn't known")
  },
}
