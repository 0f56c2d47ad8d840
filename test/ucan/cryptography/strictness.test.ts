import { numberToBytesBE, numberToBytesLE } from '@noble/curves/utils.js'
import { describe, expect, it } from 'vitest'
import { isStrictKey, isStrictSignature } from '../../../src/ucan/cryptography/strictness.js'
import { vectors } from './vectors.js'

// `node:crypto` and WebCrypto also make some of these checks. These tests call neither to verify
// signatures, so they show that the library makes the checks itself.
describe('isStrictSignature', () => {
  const { key, signature } = vectors.find(({ type, valid }) => valid && type === 'Ed25519')!
  /** The prime of Curve25519 and the order of its base point (RFC 7748, section 4.1). */
  const p = 2n ** 255n - 19n
  const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n

  const withR = (r: bigint) => Uint8Array.of(...numberToBytesLE(r, 32), ...signature.subarray(32))
  const withS = (s: bigint) =>
    Uint8Array.of(...signature.subarray(0, 32), ...numberToBytesLE(s, 32))

  it('rejects an Ed25519 signature whose S is not less than the order', () => {
    expect(isStrictSignature(key, withS(order - 1n))).toBe(true)
    expect(isStrictSignature(key, withS(order))).toBe(false)
    expect(isStrictSignature(key, withS(2n ** 252n + 2n ** 128n))).toBe(false)
    expect(isStrictSignature(key, withS(2n ** 256n - 1n))).toBe(false)
  })

  it('rejects an Ed25519 signature whose R is not reduced', () => {
    expect(isStrictSignature(key, withR(3n))).toBe(true)
    for (const sign of [0n, 2n ** 255n]) {
      expect(isStrictSignature(key, withR(sign + p))).toBe(false)
      expect(isStrictSignature(key, withR(sign + p + 3n))).toBe(false)
      expect(isStrictSignature(key, withR(sign + 2n ** 255n - 1n))).toBe(false)
    }
  })

  it('rejects an Ed25519 signature of another length', () => {
    for (const other of [signature.subarray(1), Uint8Array.of(...signature, 0)]) {
      expect(isStrictSignature(key, other)).toBe(false)
    }
  })

  /** The order of P-256 (FIPS 186-4, D.1.2.3). */
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const { key: p256 } = vectors.find(({ type, valid }) => valid && type === 'ES256')!
  const ecdsa = (r: bigint, s: bigint) =>
    Uint8Array.of(...numberToBytesBE(r, 32), ...numberToBytesBE(s, 32))

  it('accepts an ECDSA s of up to half of the order, and rejects a higher s', () => {
    expect(isStrictSignature(p256, ecdsa(1n, n / 2n))).toBe(true)
    expect(isStrictSignature(p256, ecdsa(1n, n / 2n + 1n))).toBe(false)
  })

  it('rejects an ECDSA signature with r = 0, s = 0, or r not less than the order', () => {
    expect(isStrictSignature(p256, ecdsa(n - 1n, 1n))).toBe(true)
    expect(isStrictSignature(p256, ecdsa(n, 1n))).toBe(false)
    expect(isStrictSignature(p256, ecdsa(0n, 1n))).toBe(false)
    expect(isStrictSignature(p256, ecdsa(1n, 0n))).toBe(false)
  })

  it('rejects an ECDSA signature of another length', () => {
    const r = numberToBytesBE(1n, 32)
    for (const size of [31, 33]) {
      const other = Uint8Array.of(...r, ...numberToBytesBE(1n, size))
      expect(isStrictSignature(p256, other)).toBe(false)
    }
  })

  it('rejects an RSA signature of another length, or not less than the modulus', () => {
    const rsa = vectors.find(({ type, valid }) => valid && type === 'RS256')!
    // The modulus of 256 bytes follows two headers of 4 bytes and a zero byte.
    const modulus = rsa.key.bytes.slice(9, 9 + 256)
    const last = modulus[255]!
    expect(isStrictSignature(rsa.key, modulus.with(255, last - 1))).toBe(true)
    expect(isStrictSignature(rsa.key, modulus)).toBe(false)
    expect(isStrictSignature(rsa.key, rsa.signature.subarray(1))).toBe(false)
    expect(isStrictSignature(rsa.key, Uint8Array.of(...rsa.signature, 0))).toBe(false)
  })

  it('rejects a signature for a malformed RSA key', () => {
    const { signature: rsaSignature } = vectors.find(
      ({ type, valid }) => valid && type === 'RS256',
    )!
    expect(isStrictSignature({ type: 'RSA', bytes: Uint8Array.of(0) }, rsaSignature)).toBe(false)
  })
})

describe('isStrictKey', () => {
  it('returns false for a key of another length', () => {
    for (const { key } of vectors.filter(({ valid }) => valid)) {
      expect(isStrictKey(key)).toBe(true)
      for (const bytes of [key.bytes.subarray(1), Uint8Array.of(...key.bytes, 0)]) {
        expect(isStrictKey({ ...key, bytes })).toBe(false)
      }
    }
  })

  it('returns false for an Ed25519 key that is not a point', () => {
    expect(isStrictKey({ type: 'Ed25519', bytes: new Uint8Array(32).with(0, 2) })).toBe(false)
  })
})
