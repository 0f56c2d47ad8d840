import type { PublicKey } from './key-type.js'

/** Verifies signatures of one key. The signature has passed `isStrictSignature`. */
export type Verify = (message: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>

/** An imported Ed25519 key. `sign` returns a signature of 64 bytes. */
export interface Ed25519Signing {
  readonly publicKey: Uint8Array
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>
}

/** An implementation of cryptography. Its functions throw or reject for unsupported keys. */
export interface Provider {
  /** Imports a key that has passed `isStrictKey`. */
  importKey(key: PublicKey): Verify | Promise<Verify>
  /** Imports an Ed25519 seed of 32 bytes. */
  importSeed(seed: Uint8Array): Ed25519Signing | Promise<Ed25519Signing>
}
