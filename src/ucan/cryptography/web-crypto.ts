import type { PublicKey } from './key-type.js'
import { encodePKCS8 } from './pkcs8.js'
import type { Ed25519Signing, Provider, Verify } from './provider.js'
import { encodeSPKI } from './spki.js'
import { fromBase64url } from '../base64.js'

type Algorithm = Parameters<SubtleCrypto['verify']>[0] & Parameters<SubtleCrypto['importKey']>[2]

const ALGORITHMS = {
  Ed25519: { name: 'Ed25519' },
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} satisfies Record<Exclude<PublicKey['type'], 'secp256k1'>, Algorithm>

/** Cryptography with the Web Cryptography API. It does not support secp256k1. */
export class WebCryptoProvider implements Provider {
  readonly #subtle: SubtleCrypto

  constructor(subtle: SubtleCrypto) {
    this.#subtle = subtle
  }

  async importKey(key: PublicKey): Promise<Verify> {
    if (key.type === 'secp256k1') throw new TypeError('WebCrypto does not support secp256k1')
    const algorithm = ALGORITHMS[key.type]
    const spki = encodeSPKI(key)
    const imported = await this.#subtle.importKey('spki', spki, algorithm, false, ['verify'])
    return (message, signature) =>
      this.#subtle.verify(
        algorithm,
        imported,
        signature as Uint8Array<ArrayBuffer>,
        message as Uint8Array<ArrayBuffer>,
      )
  }

  async importSeed(seed: Uint8Array): Promise<Ed25519Signing> {
    const pkcs8 = encodePKCS8(seed)
    // The key is extractable, because only its exported form contains the public key.
    const key = await this.#subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
    const { x } = await this.#subtle.exportKey('jwk', key)
    return {
      publicKey: fromBase64url(new TextEncoder().encode(x))!,
      sign: async (message) =>
        new Uint8Array(await this.#subtle.sign('Ed25519', key, message as Uint8Array<ArrayBuffer>)),
    }
  }
}
