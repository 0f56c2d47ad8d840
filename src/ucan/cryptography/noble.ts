import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToNumberLE, concatBytes } from '@noble/curves/utils.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { compareBytes } from '../compare-bytes.js'
import { curves, uncompress } from './curves.js'
import type { PublicKey } from './key-type.js'
import type { Ed25519Signing, Provider, Verify } from './provider.js'

/** Cryptography in JavaScript, without RSA, for keys that the platform does not support. */
export const noble: Provider = {
  importKey({ type, bytes }: PublicKey): Verify {
    switch (type) {
      case 'RSA':
        throw new TypeError('@noble/curves does not support RSA')
      case 'Ed25519':
        return importEd25519(bytes)
      default: {
        // Each verification with a compressed point would compute y again.
        const point = uncompress(type, bytes)
        return (message, signature) =>
          curves[type].verify(signature, message, point, { lowS: true })
      }
    }
  },

  importSeed(seed: Uint8Array): Ed25519Signing {
    const secret = seed.slice()
    return {
      publicKey: ed25519.getPublicKey(secret),
      sign: async (message) => ed25519.sign(message, secret),
    }
  },
}

/**
 * Returns a verifier of Ed25519 signatures (RFC 8032). Like Go, OpenSSL and BoringSSL,
 * the verifier computes R and compares it as bytes. `ed25519.verify` multiplies the
 * equation by the cofactor, so it also accepts a signature whose R differs from the
 * computed R by a point of small order.
 */
function importEd25519(key: Uint8Array): Verify {
  const { BASE, Fn, fromBytes } = ed25519.Point
  const a = fromBytes(key)
  return (message, signature) => {
    const r = signature.subarray(0, 32)
    const s = bytesToNumberLE(signature.subarray(32))
    const k = Fn.create(bytesToNumberLE(sha512(concatBytes(r, key, message))))
    const computed = BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k)).toBytes()
    return compareBytes(computed, r) === 0
  }
}
