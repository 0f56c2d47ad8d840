import { hexToBytes } from '@noble/curves/utils.js'
import { uncompress } from './curves.js'
import { BIT_STRING, encodeDER, SEQUENCE } from './der.js'
import type { KeyType, PublicKey } from './key-type.js'

/** The `AlgorithmIdentifier` of each key type: DER in hexadecimal digits. */
export const ALGORITHMS: Readonly<Record<KeyType, string>> = {
  Ed25519: '300506032b6570',
  'P-256': '301306072a8648ce3d020106082a8648ce3d030107',
  'P-384': '301006072a8648ce3d020106052b81040022',
  'P-521': '301006072a8648ce3d020106052b81040023',
  secp256k1: '301006072a8648ce3d020106052b8104000a',
  RSA: '300d06092a864886f70d0101010500',
}

/**
 * Encodes a key as a `SubjectPublicKeyInfo` (RFC 5280), in DER. The points of ECDSA
 * keys are uncompressed: WebCrypto need not support compressed points.
 *
 * @throws {Error} if the point of an ECDSA key is malformed or not on its curve
 */
export function encodeSPKI({ type, bytes }: PublicKey): Uint8Array<ArrayBuffer> {
  const key = type === 'Ed25519' || type === 'RSA' ? bytes : uncompress(type, bytes)
  // A BIT STRING starts with its number of unused bits.
  const bits = encodeDER(BIT_STRING, Uint8Array.of(0), key)
  return encodeDER(SEQUENCE, hexToBytes(ALGORITHMS[type]), bits)
}
