import type { PublicKey } from './key-type.js'
import { encodePKCS8 } from './pkcs8.js'
import type { Ed25519Signing, Provider, Verify } from './provider.js'
import { encodeSPKI } from './spki.js'

/**
 * The functions of `node:crypto` that this library calls. Importing the types of
 * `node:crypto` would require `@types/node` in every program that uses this library.
 */
export interface NodeCrypto {
  createPublicKey(key: KeyInput | KeyObject): KeyObject
  createPrivateKey(key: KeyInput): KeyObject
  sign(hash: undefined, message: Uint8Array, key: KeyObject): Uint8Array
  verify(
    hash: string | undefined,
    message: Uint8Array,
    key: { readonly key: KeyObject; readonly dsaEncoding: 'ieee-p1363' },
    signature: Uint8Array,
  ): boolean
  /** Available since Node 20.12. Other platforms may lack this function. */
  hash?(algorithm: 'sha256', bytes: Uint8Array, encoding: 'buffer'): Uint8Array
  createHash(algorithm: 'sha256'): {
    update(bytes: Uint8Array): { digest(): Uint8Array }
  }
}

interface KeyInput {
  readonly key: Uint8Array
  readonly format: 'der'
  readonly type: 'spki' | 'pkcs8'
}

interface KeyObject {
  export(options: { readonly format: 'der'; readonly type: 'spki' }): Uint8Array
}

/**
 * Returns `node:crypto` from `process.getBuiltinModule`. `undefined` if the platform lacks
 * either. A static import would fail on a platform without `node:crypto`.
 */
export function findNodeCrypto(globals: object): NodeCrypto | undefined {
  const { process } = globals as {
    readonly process?: { readonly getBuiltinModule?: (name: string) => unknown } | null
  }
  return process?.getBuiltinModule?.('node:crypto') as NodeCrypto | undefined
}

const HASHES = {
  Ed25519: undefined,
  'P-256': 'sha256',
  'P-384': 'sha384',
  'P-521': 'sha512',
  secp256k1: 'sha256',
  RSA: 'sha256',
} as const

export class NodeCryptoProvider implements Provider {
  readonly #crypto: NodeCrypto

  constructor(crypto: NodeCrypto) {
    this.#crypto = crypto
  }

  importKey(key: PublicKey): Verify {
    const spki = encodeSPKI(key)
    const imported = this.#crypto.createPublicKey({ key: spki, format: 'der', type: 'spki' })
    const input = { key: imported, dsaEncoding: 'ieee-p1363' } as const
    const hash = HASHES[key.type]
    return (message, signature) => this.#crypto.verify(hash, message, input, signature)
  }

  importSeed(seed: Uint8Array): Ed25519Signing {
    const pkcs8 = encodePKCS8(seed)
    const key = this.#crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    const spki = this.#crypto.createPublicKey(key).export({ format: 'der', type: 'spki' })
    return {
      publicKey: new Uint8Array(spki.subarray(-32)),
      sign: async (message) => new Uint8Array(this.#crypto.sign(undefined, message, key)),
    }
  }
}
