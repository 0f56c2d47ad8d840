import type { CID } from 'multiformats/cid'
import type { DID } from '../codec/kinds/did.js'
import { shorten } from '../codec/error.js'
import { AuthorizationError } from './authorization-error.js'
import { verificationMethods, type Relationship, type VerificationMethod } from './did-document.js'
import type { KeySources } from './key-sources.js'

const DID_KEY = 'did:key:'
const DID_MAILTO = 'did:mailto:'
/** Characters of a `did:mailto` on which the reference may panic. They are percent-encoded in the DID of an email address. */
const UNSUPPORTED = /[\p{Cc}#]/u

/** The context in which a token is verified. */
export interface Verification extends KeySources {
  /** The time of verification, in Unix seconds. */
  readonly now: number
  /** The CID of the token, for errors. */
  readonly token: CID
}

/**
 * Returns the verification methods of an issuer for a relationship.
 *
 * @throws {AuthorizationError} `DIDKeyResolutionError` if they can't be determined
 */
export async function issuerMethods(
  issuer: DID,
  relationship: Relationship,
  { didResolver, trustedAuthorities = [], now, token }: Verification,
): Promise<readonly VerificationMethod[]> {
  if (issuer.startsWith(DID_KEY)) {
    return [{ type: 'Multikey', publicKeyMultibase: issuer.slice(DID_KEY.length) }]
  }
  try {
    if (issuer.startsWith(DID_MAILTO)) {
      if (UNSUPPORTED.test(issuer))
        throw new Error('control characters and # must be percent-encoded')
      if (trustedAuthorities.length === 0) throw new Error('the option trustedAuthorities is empty')
      return trustedAuthorities.map((authority) => ({ type: 'AuthorityAttestation', authority }))
    }
    if (didResolver === undefined) throw new Error('the option didResolver is required')
    const resolution = await didResolver.resolve(issuer)
    const { didDocument, didResolutionMetadata, didDocumentMetadata } = resolution
    const error = didResolutionMetadata?.error
    if (error !== undefined && error !== null) throw new Error(reasonOf(error))
    if (didDocumentMetadata?.deactivated === true) throw new Error('it was deactivated')
    if (didDocument === null) throw new Error('it has no document')
    return verificationMethods(didDocument, issuer, relationship, now)
  } catch (cause) {
    throw new UnknownKeysError(issuer, cause, token)
  }
}

/** A `DIDKeyResolutionError`. */
export class UnknownKeysError extends AuthorizationError {
  /** The message without the reason, which may be confidential. */
  readonly summary: string

  constructor(issuer: DID, cause: unknown, token: CID) {
    const summary = `can't determine the keys of ${shorten(issuer)}`
    super('DIDKeyResolutionError', `${summary}: ${reasonOf(cause)}`, token, { cause })
    this.summary = summary
  }
}

/** Describes anything that a resolver throws or returns as an error. */
function reasonOf(error: unknown): string {
  const { message } = Object(error) as { readonly message?: unknown }
  const reason = typeof error === 'string' ? error : message
  return typeof reason === 'string' ? shorten(reason) : 'unknown error'
}
