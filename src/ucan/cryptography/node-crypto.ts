import type * as NodeCrypto from 'node:crypto'
import type { PublicKey } from './key-type.js'
import { encodePKCS8 } from './pkcs8.js'
import type { Ed25519Signing, Provider, Verify } from './provider.js'
import { encodeSPKI } from './spki.js'

/** `node:crypto`, or `undefined` on a platform without it. An import would fail there. */
export function findNodeCrypto(): typeof NodeCrypto | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => unknown }
  }
  return process?.getBuiltinModule?.('node:crypto') as typeof NodeCrypto | undefined
}

const HASHES = {
  Ed25519: undefined,
  'P-256': 'sha256',
  'P-384': 'sha384',
  'P-521': 'sha512',
  secp256k1: 'sha256',
  RSA: 'sha256',
} as const

/** Cryptography of `node:crypto`. */
export class NodeCryptoProvider implements Provider {
  readonly #crypto: typeof NodeCrypto

  constructor(crypto: typeof NodeCrypto) {
    this.#crypto = crypto
  }

  importKey(key: PublicKey): Verify {
    const spki = encodeSPKI(key) as Buffer<ArrayBuffer>
    const imported = this.#crypto.createPublicKey({ key: spki, format: 'der', type: 'spki' })
    const input = { key: imported, dsaEncoding: 'ieee-p1363' } as const
    const hash = HASHES[key.type]
    return (message, signature) => this.#crypto.verify(hash, message, input, signature)
  }

  importSeed(seed: Uint8Array): Ed25519Signing {
    const pkcs8 = encodePKCS8(seed) as Buffer<ArrayBuffer>
    const key = this.#crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    const spki = this.#crypto.createPublicKey(key).export({ format: 'der', type: 'spki' })
    return {
      publicKey: new Uint8Array(spki.subarray(-32)),
      sign: async (message) => new Uint8Array(this.#crypto.sign(undefined, message, key)),
    }
  }
}
