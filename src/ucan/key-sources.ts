import type { DID } from '../codec/kinds/did.js'
import type { DIDResolver } from './did-resolver.js'

/** The sources of issuers' keys. A `did:key` needs none: its key is in the DID. */
export interface KeySources {
  /**
   * Resolves the DID of an issuer or authority that is neither a `did:key` nor a
   * `did:mailto`, such as a `did:web`. Required to verify the signatures of such a DID.
   */
  readonly didResolver?: DIDResolver | undefined
  /**
   * The authorities whose attestations are accepted as signatures. None by default. A
   * `did:mailto` has no key, so its tokens need an attestation. A `did:key` must sign
   * with its key. Other issuers sign with a key, or list the authority in their DID document.
   *
   * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/attestation.md
   */
  readonly trustedAuthorities?: readonly DID[] | undefined
}
