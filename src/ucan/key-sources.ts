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
   * The authorities whose attestation is accepted as the signature of an issuer
   * other than a `did:key`, such as a `did:mailto`, which has no key. None by default.
   * Any issuer but a `did:mailto` must also list the authority in its DID document.
   *
   * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/attestation.md
   */
  readonly trustedAuthorities?: readonly DID[] | undefined
}
