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
    const summary = `can't determine the keys of ${shorten(issuer)}`
    const message = `${summary}: ${reasonOf(cause)}`
    const error = new AuthorizationError('DIDKeyResolutionError', message, token, { cause })
    summaries.set(error, summary)
    throw error
  }
}

/** The messages of `DIDKeyResolutionError`s, without the reasons. */
const summaries = /* @__PURE__ */ new WeakMap<AuthorizationError, string>()

/** Returns the message of a `DIDKeyResolutionError` without the reason, which may be confidential. */
export function withoutReason(error: AuthorizationError): string {
  return summaries.get(error) ?? "can't determine the keys of an issuer"
}

/** Describes anything that a resolver throws or returns as an error. */
function reasonOf(error: unknown): string {
  const { message } = Object(error) as { readonly message?: unknown }
  const reason = typeof error === 'string' ? error : message
  return typeof reason === 'string' ? shorten(reason) : 'unknown error'
}
