import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js'
import type { SignatureType } from '../signer.js'
import { curves } from './curves.js'
import { KEY_TYPES } from './key-type.js'

/**
 * Returns an ECDSA signature with the lower of its two valid values of S. Verification
 * accepts only the lower value, but WebCrypto and `node:crypto` may sign with either.
 * Signatures of the wrong length or with S out of range, and signatures of a type other
 * than ES256, ES384, ES512 and ES256K, are returned unchanged.
 */
export function toLowS(type: SignatureType, signature: Uint8Array): Uint8Array {
  const keyType = KEY_TYPES[type]
  if (keyType === undefined || keyType === 'Ed25519' || keyType === 'RSA') return signature
  const { Fn, Fp } = curves[keyType].Point
  if (signature.length !== 2 * Fp.BYTES) return signature
  const s = bytesToNumberBE(signature.subarray(Fp.BYTES))
  if (s <= Fn.ORDER >> 1n || s >= Fn.ORDER) return signature
  const lower = signature.slice()
  lower.set(numberToBytesBE(Fn.ORDER - s, Fp.BYTES), Fp.BYTES)
  return lower
}
