import type { DID } from '../codec/kinds/did.js'
import { sha256 } from './cryptography/sha256.js'
import type { Delegation } from './delegation.js'

/** The maximum number of digests in the cache. 4,096 digests take about 0.4 MB. */
const LIMIT = 4096

/**
 * The digests of delegations whose signature was verified, least recently used
 * first. A proof chain is sent with each invocation, and verifying a signature
 * generally takes longer than all other checks together.
 *
 * Only delegations of `did:key` issuers are cached. For other issuers, the keys and
 * the trusted authorities can change.
 */
const verified = /* @__PURE__ */ new Set<string>()

/** Returns whether a digest is in the cache, and makes it the most recently used. */
export function isKnownSignature(digest: string): boolean {
  if (!verified.delete(digest)) return false
  verified.add(digest)
  return true
}

/** Adds the digest of a delegation with a verified signature to the cache. Ignores issuers other than `did:key`. */
export function rememberSignature(issuer: DID, digest: string): void {
  if (!issuer.startsWith('did:key:')) return
  if (verified.size === LIMIT) verified.delete(verified.values().next().value!)
  verified.add(digest)
}

/** Returns a digest of the issuer, signature type, signature and signed bytes of a delegation. For a `did:key`, the verification of the signature depends on nothing else. */
export function digestOf({ issuer, signatureType, signature, signedBytes }: Delegation): string {
  const context = new TextEncoder().encode(`${issuer} ${signatureType} ${signature.length} `)
  const input = new Uint8Array(context.length + signature.length + signedBytes.length)
  input.set(context)
  input.set(signature, context.length)
  input.set(signedBytes, context.length + signature.length)
  return String.fromCharCode(...sha256(input))
}
