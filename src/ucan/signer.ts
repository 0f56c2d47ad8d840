/**
 * A signature type: an algorithm of JSON Web Signatures (RFC 7518, RFC 8037,
 * RFC 8812), or `EIP191`, Ethereum's `personal_sign`. The names are those of
 * `iso-signatures`.
 *
 * @see https://www.iana.org/assignments/jose/jose.xhtml
 * @see https://eips.ethereum.org/EIPS/eip-191
 */
export type SignatureType = 'Ed25519' | 'ES256' | 'ES384' | 'ES512' | 'ES256K' | 'RS256' | 'EIP191'

/** A signer for a principal. Those of `iso-signatures` fit. */
export interface Signer {
  /** The DID of the principal. It may differ from that of the key: `did:web:up.example`. */
  readonly did: string
  /** The type of the signatures. */
  readonly signatureType: SignatureType
  /** Signs bytes, and returns the signature. */
  sign(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array
}
