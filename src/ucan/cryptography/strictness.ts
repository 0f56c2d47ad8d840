/*
 * Checks keys and signatures before the platform verifies a signature, because
 * platforms accept different keys and signatures. The checks make signatures
 * non-malleable: without the private key, a valid signature can't be changed into
 * another valid one.
 */
import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js'
import { bytesToNumberBE, hexToBytes } from '@noble/curves/utils.js'
import { compareBytes } from '../compare-bytes.js'
import { curves, type CurveName } from './curves.js'
import type { PublicKey } from './key-type.js'
import { modulusOf } from './rsa-key.js'

/**
 * Returns whether a key is valid: a point of its curve in compressed form, or a
 * supported RSA key in DER. An Ed25519 key must also have its canonical encoding, and
 * not be of small order.
 */
export function isStrictKey({ type, bytes }: PublicKey): boolean {
  try {
    switch (type) {
      case 'Ed25519':
        return ed25519.Point.fromBytes(bytes) !== undefined && isStrictPoint(bytes)
      case 'RSA':
        return modulusOf(bytes) !== undefined
      default:
        return (
          bytes.length === 1 + curves[type].Point.Fp.BYTES &&
          curves[type].Point.fromBytes(bytes) !== undefined
        )
    }
  } catch {
    return false
  }
}

/** Returns whether a signature is strict: {@link verifySignature} lists the conditions. */
export function isStrictSignature({ type, bytes }: PublicKey, signature: Uint8Array): boolean {
  switch (type) {
    case 'Ed25519':
      return (
        signature.length === 64 &&
        isStrictPoint(signature.subarray(0, 32)) &&
        littleEndian(signature.subarray(32)) < ed25519.Point.Fn.ORDER
      )
    case 'RSA': {
      const modulus = modulusOf(bytes)
      return modulus?.length === signature.length && compareBytes(signature, modulus) < 0
    }
    default:
      return isStrictECDSA(type, signature)
  }
}

/** The y coordinates of the points of small order. If a key is such a point, one signature is valid for many messages. */
const smallOrder = /* @__PURE__ */ new Set(
  /* @__PURE__ */ ED25519_TORSION_SUBGROUP.map((point) => yOf(hexToBytes(point))),
)

/** Returns whether a point of 32 bytes has its canonical encoding, and is not of small order. */
function isStrictPoint(point: Uint8Array): boolean {
  const y = yOf(point)
  return y < ed25519.Point.Fp.ORDER && !smallOrder.has(y)
}

/** Returns the encoded y coordinate: all bits but the highest, which is the sign of x. */
function yOf(point: Uint8Array): bigint {
  return littleEndian(point) & ((1n << 255n) - 1n)
}

/** Decodes a number of 32 bytes. This is faster than parsing hexadecimal digits. */
function littleEndian({ buffer, byteOffset }: Uint8Array): bigint {
  const view = new DataView(buffer, byteOffset, 32)
  const low = view.getBigUint64(0, true) | (view.getBigUint64(8, true) << 64n)
  return low | (view.getBigUint64(16, true) << 128n) | (view.getBigUint64(24, true) << 192n)
}

/** Returns whether r and s have their fixed length and are in range, and s is the lower of its two valid values. */
function isStrictECDSA(curve: CurveName, signature: Uint8Array): boolean {
  const { Fn, Fp } = curves[curve].Point
  if (signature.length !== 2 * Fp.BYTES) return false
  const r = bytesToNumberBE(signature.subarray(0, Fp.BYTES))
  const s = bytesToNumberBE(signature.subarray(Fp.BYTES))
  return r > 0n && r < Fn.ORDER && s > 0n && s <= Fn.ORDER >> 1n
}
