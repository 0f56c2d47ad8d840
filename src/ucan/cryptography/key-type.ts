import type { SignatureType } from '../signer.js'

/** A type of public key. RSA keys have 2,048 to 4,096 bits. */
export type KeyType = 'Ed25519' | 'P-256' | 'P-384' | 'P-521' | 'secp256k1' | 'RSA'

/** A public key. {@link publicKeyOfDIDKey} and {@link publicKeyOfMultikey} return only valid keys. */
export interface PublicKey {
  readonly type: KeyType
  /**
   * The key, without its multicodec prefix: a point of an elliptic curve in its
   * compressed form, or an `RSAPublicKey` (RFC 8017) in DER.
   */
  readonly bytes: Uint8Array
}

/**
 * The type of key that verifies each signature type. `EIP191` and `NonStandard` are
 * absent, because this library can't verify them. `AuthorityAttestation` is absent,
 * because such a signature is an invocation by the authority.
 */
export const KEY_TYPES: Readonly<Partial<Record<SignatureType, KeyType>>> = {
  Ed25519: 'Ed25519',
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  ES256K: 'secp256k1',
  RS256: 'RSA',
}
