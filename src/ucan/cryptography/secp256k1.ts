import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keySigner, type KeySigner } from './key-signer.js'
import { seedOfPEM } from './pkcs8.js'
import { seedOf } from './seed.js'

/**
 * Signers with a secp256k1 key. Signatures (ES256K) are r and S of 64 bytes over
 * the sha2-256 of the message, deterministic (RFC 6979), with a low S: the bytes
 * of the Go services. They are made in JavaScript on all platforms, because
 * `node:crypto` makes others and WebCrypto none.
 */
export const Secp256k1 = {
  /**
   * Generates a key. It can't be exported: to store a key, generate its seed
   * with `crypto.getRandomValues` and use {@link Secp256k1.fromSeed}.
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
   * Returns the signer of a private key: 32 bytes, a big-endian number from 1 to
   * the order of the curve, exclusive. They are copied.
   *
   * @throws {TypeError} for a seed of another length, or out of range
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
      throw new TypeError('expected a private key between 1 and the order of secp256k1')
    }
    const bytes = secp256k1.getPublicKey(secret)
    return keySigner({ type: 'secp256k1', bytes }, 'ES256K', async (message) =>
      secp256k1.sign(message, secret, { lowS: true }),
    )
  },

  /**
   * Returns the signer of a private key in PEM: PKCS #8, as
   * `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1` writes it.
   *
   * @throws {TypeError} if the first `PRIVATE KEY` block has another key, or there is none
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
