/**
 * A signature type, as the header of a token names it.
 *
 * - `Ed25519`, `ES256`, `ES384`, `ES512`, `ES256K`, `RS256`: algorithms of JSON Web
 *   Signatures (RFC 7518, RFC 8037, RFC 8812)
 * - `EIP191`: Ethereum's `personal_sign`
 * - `AuthorityAttestation`: the statement of an authority that the issuer, which
 *   has no key, signed: see {@link attest}
 * - `NonStandard`: no signature that can be verified
 *
 * The names are those of `iso-signatures`, except the last two.
 *
 * @see https://www.iana.org/assignments/jose/jose.xhtml
 * @see https://eips.ethereum.org/EIPS/eip-191
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/attestation.md
 */
export type SignatureType =
  | 'Ed25519'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'ES256K'
  | 'RS256'
  | 'EIP191'
  | 'AuthorityAttestation'
  | 'NonStandard'

/** A signer for a principal. Those of `iso-signatures` fit. */
export interface Signer {
  /** The DID of the principal. It may differ from that of the key: `did:web:up.example`. */
  readonly did: string
  /** The type of the signatures. */
  readonly signatureType: SignatureType
  /** Signs bytes, and returns the signature. */
  sign(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array
}
