import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keySigner, type KeySigner } from './key-signer.js'
import { seedOfPEM } from './pkcs8.js'
import { seedOf } from './seed.js'

/**
 * Creates signers with a secp256k1 key. A signature (ES256K) is 64 bytes, r and s,
 * over the sha2-256 of the message. It is deterministic (RFC 6979) with a low S, so
 * its bytes equal those of the Go services. All platforms sign in JavaScript:
 * signatures of `node:crypto` are not deterministic, and WebCrypto does not support
 * the curve.
 */
export const Secp256k1 = {
  /**
   * Generates a key and returns its signer. The key can't be exported: to store a
   * key, generate its seed with `crypto.getRandomValues` and use {@link Secp256k1.fromSeed}.
   *
   * @example
   * ```ts
   * import { Secp256k1 } from '@fil-forge/libforge/ucan'
   *
   * const signer = await Secp256k1.generate()
   * signer.did.startsWith('did:key:zQ3s') // true
   * ```
   */
  async generate(): Promise<KeySigner> {
    return await Secp256k1.fromSeed(secp256k1.utils.randomSecretKey())
  },

  /**
   * Returns the signer of a seed, the private key: 32 bytes, which are copied. They are
   * a big-endian number of at least 1 and less than the order of the curve.
   *
   * @throws {TypeError} for anything but a `Uint8Array` of 32 bytes in this range
   *
   * @example
   * ```ts
   * import { Secp256k1 } from '@fil-forge/libforge/ucan'
   *
   * const seed = crypto.getRandomValues(new Uint8Array(32))
   * const signer = await Secp256k1.fromSeed(seed)
   * ```
   */
  async fromSeed(seed: Uint8Array): Promise<KeySigner> {
    const secret = seedOf(seed)
    if (!secp256k1.utils.isValidSecretKey(secret)) {
      throw new TypeError(
        'expected a private key of at least 1 and less than the order of secp256k1',
      )
    }
    const bytes = secp256k1.getPublicKey(secret)
    return keySigner({ type: 'secp256k1', bytes }, 'ES256K', async (message) =>
      secp256k1.sign(message, secret, { lowS: true }),
    )
  },

  /**
   * Returns the signer of a private key in PEM: PKCS #8, the output of
   * `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1`.
   *
   * @throws {TypeError} unless the first `PRIVATE KEY` block of the PEM has a secp256k1
   *   key that {@link Secp256k1.fromSeed} accepts
   *
   * @example
   * ```ts
   * import { Secp256k1, type KeySigner } from '@fil-forge/libforge/ucan'
   * import { readFile } from 'node:fs/promises'
   *
   * async function signerOf(file: string): Promise<KeySigner> {
   *   return await Secp256k1.fromPEM(await readFile(file, 'utf8'))
   * }
   * ```
   */
  async fromPEM(pem: string): Promise<KeySigner> {
    return await Secp256k1.fromSeed(seedOfPEM('secp256k1', pem))
  },
} as const
