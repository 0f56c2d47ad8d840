/**
 * A kind of signature, by the name that `iso-signatures` gives it: an algorithm
 * of JSON Web Signatures (RFC 7518, RFC 8037, RFC 8812), or Ethereum's
 * `personal_sign`.
 *
 * @see https://www.iana.org/assignments/jose/jose.xhtml
 * @see https://eips.ethereum.org/EIPS/eip-191
 */
export type SignatureType = 'Ed25519' | 'ES256' | 'ES384' | 'ES512' | 'ES256K' | 'RS256' | 'EIP191'

/** What signs: the keys of a principal, as `iso-signatures` has them. */
export interface Signer {
  /** The DID that it signs as, which needn't be its key's: `did:web:up.example`. */
  readonly did: string
  /** The kind of its signatures. */
  readonly signatureType: SignatureType
  /** The signature of these bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array
}
