import type { DID } from '../codec/kinds/did.js'
import type { DIDResolver } from './did-resolver.js'

/** The sources of issuers' keys. A `did:key` needs none: its key is in the DID. */
export interface KeySources {
  /**
   * Resolves the DIDs of issuers and authorities, other than `did:key` and
   * `did:mailto`. By default, signatures of such principals can't be verified.
   */
  readonly didResolver?: DIDResolver | undefined
  /**
   * The authorities whose attestation is accepted as the signature of an issuer
   * that has no key, such as a `did:mailto`. None by default.
   *
   * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/attestation.md
   */
  readonly trustedAuthorities?: readonly DID[] | undefined
}
