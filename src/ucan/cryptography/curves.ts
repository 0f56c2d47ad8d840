import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import type { KeyType } from './key-type.js'

export type CurveName = Exclude<KeyType, 'Ed25519' | 'RSA'>

export const curves: Readonly<Record<CurveName, typeof p256>> = {
  'P-256': p256,
  'P-384': p384,
  'P-521': p521,
  secp256k1,
}

/**
 * Converts a compressed point to its uncompressed form.
 *
 * @throws {Error} if the point is malformed or not on the curve
 */
export function uncompress(name: CurveName, point: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(curves[name].Point.fromBytes(point).toBytes(false))
}
