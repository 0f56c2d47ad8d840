import { parseDID, type DID } from '../../codec/kinds/did.js'
import type { SignatureType, Signer } from '../signer.js'
import { didKeyOf, type PublicKey } from './public-key.js'

type Sign = (bytes: Uint8Array) => Promise<Uint8Array>

/**
 * A signer that holds a private key: see {@link Ed25519} and {@link Secp256k1}. The
 * key is not a property, so that logs and JSON do not reveal it.
 */
export interface KeySigner extends Signer {
  /** The DID of the principal: `keyDID`, or the argument of {@link withDID}. */
  readonly did: DID
  /** The `did:key` of the key. The part after `did:key:` is the `publicKeyMultibase` for a DID document. */
  readonly keyDID: DID
  sign(bytes: Uint8Array): Promise<Uint8Array>
  /**
   * Returns a signer with the same key for another DID. The DID document must
   * list the key.
   *
   * @throws {CodecError} `invalid-did` for a string that is not a DID, `too-long` for
   *   a DID of more than 2,048 bytes, `invalid-utf8` for a lone surrogate, `wrong-type`
   *   for a value that is not a string
   *
   * @example
   * ```ts
   * import { Ed25519 } from '@fil-forge/libforge/ucan'
   *
   * const key = await Ed25519.generate()
   * const service = key.withDID('did:web:up.example')
   * ```
   */
  withDID(did: DID): KeySigner
}

export function keySigner(
  publicKey: PublicKey,
  signatureType: SignatureType,
  sign: Sign,
): KeySigner {
  const keyDID = didKeyOf(publicKey)
  return new SignerOfKey(keyDID, keyDID, signatureType, sign)
}

class SignerOfKey implements KeySigner {
  readonly did: DID
  readonly keyDID: DID
  readonly signatureType: SignatureType
  readonly #sign: Sign

  constructor(did: DID, keyDID: DID, signatureType: SignatureType, sign: Sign) {
    this.did = did
    this.keyDID = keyDID
    this.signatureType = signatureType
    this.#sign = sign
  }

  sign(bytes: Uint8Array): Promise<Uint8Array> {
    return this.#sign(bytes)
  }

  withDID(did: DID): KeySigner {
    return new SignerOfKey(parseDID(did), this.keyDID, this.signatureType, this.#sign)
  }
}
