import { keySigner, type KeySigner } from './key-signer.js'
import { seedOfPEM } from './pkcs8.js'
import { platform } from './platform.js'
import { randomSeed, seedOf } from './seed.js'

/**
 * Creates signers with an Ed25519 key. The signer of a `CryptoKeyPair` signs with
 * WebCrypto. Other signers use `node:crypto`, WebCrypto or JavaScript: the first of them
 * that supports Ed25519. Signatures are deterministic, except with the WebCrypto of Safari.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8032
 */
export const Ed25519 = {
  /**
   * Generates a key and returns its signer. The key can't be exported: to store a
   * key, generate its seed with `crypto.getRandomValues` and use {@link Ed25519.fromSeed}.
   *
   * @example
   * ```ts
   * import { Ed25519 } from '@fil-forge/libforge/ucan'
   *
   * const signer = await Ed25519.generate()
   * signer.did.startsWith('did:key:z6Mk') // true
   * ```
   */
  async generate(): Promise<KeySigner> {
    return await Ed25519.fromSeed(randomSeed())
  },

  /**
   * Returns the signer of a seed, the private key of RFC 8032: 32 bytes, which are copied.
   *
   * @throws {TypeError} for anything but a `Uint8Array` of 32 bytes
   *
   * @example
   * ```ts
   * import { Ed25519 } from '@fil-forge/libforge/ucan'
   *
   * const seed = crypto.getRandomValues(new Uint8Array(32))
   * const signer = await Ed25519.fromSeed(seed)
   * ```
   */
  async fromSeed(seed: Uint8Array): Promise<KeySigner> {
    const { publicKey, sign } = await platform().importSeed(seedOf(seed))
    return keySigner({ type: 'Ed25519', bytes: publicKey }, 'Ed25519', sign)
  },

  /**
   * Returns the signer of a private key in PEM: PKCS #8, the format of the Go
   * services' key files and of `openssl genpkey -algorithm ed25519`. Other blocks of
   * the PEM are ignored.
   *
   * @throws {TypeError} unless the first `PRIVATE KEY` block of the PEM has an Ed25519 key
   *
   * @example
   * ```ts
   * import { Ed25519, type KeySigner } from '@fil-forge/libforge/ucan'
   * import { readFile } from 'node:fs/promises'
   *
   * async function signerOf(file: string): Promise<KeySigner> {
   *   return await Ed25519.fromPEM(await readFile(file, 'utf8'))
   * }
   * ```
   */
  async fromPEM(pem: string): Promise<KeySigner> {
    return await Ed25519.fromSeed(seedOfPEM('Ed25519', pem))
  },

  /**
   * Returns the signer of a WebCrypto key pair. The public key must be extractable, but
   * the private key need not be. A script on a page can use an unextractable key, but not
   * copy it.
   *
   * @throws {TypeError} if the algorithm of a key is not `Ed25519`
   * @throws {DOMException} if `publicKey` is not an extractable public key
   *
   * @example
   * ```ts
   * import { Ed25519, type KeySigner } from '@fil-forge/libforge/ucan'
   *
   * async function generateUnextractable(): Promise<KeySigner> {
   *   const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
   *   return await Ed25519.fromCryptoKeyPair(pair as CryptoKeyPair)
   * }
   * ```
   */
  async fromCryptoKeyPair({ privateKey, publicKey }: CryptoKeyPair): Promise<KeySigner> {
    for (const { algorithm } of [privateKey, publicKey]) {
      if (algorithm.name !== 'Ed25519') {
        throw new TypeError(`expected an Ed25519 key, received ${algorithm.name}`)
      }
    }
    const { subtle } = globalThis.crypto
    const bytes = new Uint8Array(await subtle.exportKey('raw', publicKey))
    return keySigner({ type: 'Ed25519', bytes }, 'Ed25519', async (message) => {
      const data = message as Uint8Array<ArrayBuffer>
      return new Uint8Array(await subtle.sign('Ed25519', privateKey, data))
    })
  },
} as const
