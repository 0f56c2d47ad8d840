/**
 * A signature type, as stated in the header of a token.
 *
 * - `Ed25519`, `ES256`, `ES384`, `ES512`, `ES256K`, `RS256`: algorithms of JSON Web
 *   Signatures (RFC 7518, RFC 8812, RFC 9864)
 * - `EIP191`: Ethereum's `personal_sign`. This library can't verify it
 * - `AuthorityAttestation`: an authority's statement that the issuer approved the
 *   token: see {@link attest}
 * - `NonStandard`: a signature of a non-standard algorithm. This library can't verify it
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

/** A principal's signer of tokens. The signers of `iso-signatures` implement this interface. */
export interface Signer {
  /** The DID of the principal: the `did:key` of its key, or another DID such as `did:web:up.example`. */
  readonly did: string
  /** The type of the signatures. */
  readonly signatureType: SignatureType
  /** Returns the signature of bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array
}
