import type { SignatureType } from '../signer.js'
import { KEY_TYPES, type PublicKey } from './key-type.js'
import { platform } from './platform.js'
import type { Provider, Verify } from './provider.js'
import { isStrictKey, isStrictSignature } from './strictness.js'

/** Verifies a signature: see {@link verifySignature}. */
export type SignatureVerifier = (
  key: PublicKey,
  type: SignatureType,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>

/** Returns a verifier that imports keys with `importKey`, and caches the result for each key object. */
export function signatureVerifier(importKey: Provider['importKey']): SignatureVerifier {
  const imported = new WeakMap<PublicKey, Verify | Promise<Verify>>()

  function verifyOf(key: PublicKey): Verify | Promise<Verify> {
    let verify = imported.get(key)
    if (verify === undefined) {
      verify = isStrictKey(key) ? importKey(key) : () => false
      imported.set(key, verify)
    }
    return verify
  }

  return (key, type, message, signature) => {
    if (KEY_TYPES[type] !== key.type || !isStrictSignature(key, signature)) return false
    try {
      const verify = verifyOf(key)
      if (typeof verify !== 'function') {
        return verify.then((verifyWith) => verifyWith(message, signature)).catch(() => false)
      }
      const result = verify(message, signature)
      return typeof result === 'boolean' ? result : result.catch(() => false)
    } catch {
      return false
    }
  }
}

/**
 * Verifies that a key made a signature of a message. The result can be a
 * promise where the platform's cryptography is asynchronous (WebCrypto).
 *
 * Never throws. Returns `false` for an invalid key, a signature that is not strict, a
 * signature type that does not fit the key, and `RS256` on a platform without RSA. The
 * types `EIP191`, `AuthorityAttestation` and `NonStandard` fit no key.
 *
 * The conditions for a strict signature depend on its algorithm:
 *
 * - ECDSA: r and s have the fixed length and are in range, and s is at most half of
 *   the order (low S)
 * - Ed25519: the signature has 64 bytes, R is canonical and not of small order, and S
 *   is less than the order
 * - RSA: the signature has the length of the modulus, and is less than the modulus
 */
export const verifySignature: SignatureVerifier = /* @__PURE__ */ signatureVerifier((key) =>
  platform().importKey(key),
)
