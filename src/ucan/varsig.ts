import { Refusal } from '../codec/error.js'
import { limits } from '../codec/limits.js'
import { compareBytes } from './byte-order.js'
import type { SignatureType } from './signer.js'
import type { Value } from './value.js'

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
