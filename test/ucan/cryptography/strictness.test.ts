import { numberToBytesLE } from '@noble/curves/utils.js'
import { describe, expect, it } from 'vitest'
import { isStrictSignature } from '../../../src/ucan/cryptography/strictness.js'
import { vectors } from './vectors.js'

// Platforms check these too, so only a test without a platform shows that the library checks them.
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
    expect(isStrictSignature(key, withS(2n ** 256n - 1n))).toBe(false)
  })

  it('rejects an R that is not reduced', () => {
    expect(isStrictSignature(key, withR(3n))).toBe(true)
    for (const sign of [0n, 2n ** 255n]) {
      expect(isStrictSignature(key, withR(sign + p + 3n))).toBe(false)
      expect(isStrictSignature(key, withR(sign + 2n ** 255n - 1n))).toBe(false)
    }
  })

  it('accepts an S of half of the order, rounded down, and none above', () => {
    const { key: p256 } = vectors.find(({ type, valid }) => valid && type === 'ES256')!
    // FIPS 186-4, D.1.2.3.
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const signatureOf = (s: bigint) =>
      Uint8Array.of(...numberToBytesLE(1n, 32).toReversed(), ...numberToBytesLE(s, 32).toReversed())
    expect(isStrictSignature(p256, signatureOf(n / 2n))).toBe(true)
    expect(isStrictSignature(p256, signatureOf(n / 2n + 1n))).toBe(false)
  })
})
