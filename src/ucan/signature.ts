import { shorten } from '../codec/error.js'
import type { DID } from '../codec/kinds/did.js'
import { attestationOf } from './attestation.js'
import { AuthorizationError } from './authorization-error.js'
import { KEY_TYPES } from './cryptography/key-type.js'
import { publicKeyOfMultikey } from './cryptography/public-key.js'
import { verifySignature } from './cryptography/verify-signature.js'
import type { Delegation } from './delegation.js'
import type { VerificationMethod } from './did-document.js'
import type { Invocation } from './invocation.js'
import { issuerMethods, type Verification } from './issuer-methods.js'
import type { KeySources } from './key-sources.js'
import type { Receipt } from './receipt.js'
import type { SignatureType } from './signer.js'
import type { Token } from './token.js'
import { digestOf, isKnownSignature, rememberSignature } from './verified-delegations.js'

/** The signature types that the reference verifies. */
export const ACCEPTED_SIGNATURE_TYPES: ReadonlySet<SignatureType> = /* @__PURE__ */ new Set([
  'Ed25519',
  'ES256K',
  'AuthorityAttestation',
])

/**
 * Checks that a token was signed by its issuer, or attested by a trusted authority. The
 * issuer of a receipt is its executor. A delegation in the cache of verified delegations
 * is not checked again.
 *
 * @param now the time of verification, in Unix seconds
 * @throws {AuthorizationError} `InvalidSignature`, `UnverifiableSignature` or
 *   `DIDKeyResolutionError`
 */
export async function checkSignature(
  token: Invocation | Delegation | Receipt,
  sources: KeySources,
  now: number,
): Promise<void> {
  const issuer = 'executor' in token ? token.executor : token.issuer
  const isDelegation = 'policy' in token
  const digest = isDelegation ? digestOf(token) : undefined
  if (digest !== undefined && isKnownSignature(digest)) return
  const { signatureType } = token
  if (signatureType !== 'AuthorityAttestation' && KEY_TYPES[signatureType] === undefined) {
    const message = `the signature type ${signatureType} can't be verified: expected a type such as Ed25519`
    throw new AuthorizationError('UnverifiableSignature', message, token.cid)
  }
  const relationship = isDelegation ? 'capabilityDelegation' : 'capabilityInvocation'
  const verification: Verification = {
    didResolver: sources.didResolver,
    trustedAuthorities: sources.trustedAuthorities,
    now,
    token: token.cid,
  }
  const methods = await issuerMethods(issuer, relationship, verification)
  const isAttestation = signatureType === 'AuthorityAttestation'
  const isValid = isAttestation
    ? await isAttested(token, methods, verification)
    : await isSigned(token, methods)
  if (!isValid) {
    const message = invalidSignature(token, issuer, isAttestation)
    throw new AuthorizationError('InvalidSignature', message, token.cid)
  }
  if (digest !== undefined) rememberSignature(issuer, digest)
}

function invalidSignature({ cid }: Token, issuer: DID, isAttestation: boolean): string {
  const name = shorten(issuer)
  if (isAttestation) {
    if (issuer.startsWith('did:key:')) {
      return `an attestation can't replace the signature of ${name}: sign ${cid} with the key of the did:key`
    }
    const listed = issuer.startsWith('did:mailto:') ? '' : ' that its DID document lists'
    return `no trusted authority attests ${cid} of ${name}: expected an attestation by one of the trustedAuthorities${listed}`
  }
  return issuer.startsWith('did:mailto:')
    ? `${name} has no key to sign ${cid}: expected an attestation by one of the trustedAuthorities`
    : `no key of ${name} made the signature of ${cid}: sign the token with a key of its issuer`
}

/** Returns whether one of the keys made the signature of the token. */
async function isSigned(token: Token, methods: readonly VerificationMethod[]): Promise<boolean> {
  for (const method of methods) {
    if (method.type !== 'Multikey') continue
    const key = publicKeyOfMultikey(method.publicKeyMultibase)
    if (key === undefined) continue
    const { signatureType, signedBytes, signature } = token
    if (await verifySignature(key, signatureType, signedBytes, signature)) return true
  }
  return false
}

/** Returns whether one of the authorities is trusted and attests the token. */
async function isAttested(
  token: Token,
  methods: readonly VerificationMethod[],
  verification: Verification,
): Promise<boolean> {
  const attestation = attestationOf(token)
  const isAccepted =
    attestation !== undefined && ACCEPTED_SIGNATURE_TYPES.has(attestation.signatureType)
  for (const method of methods) {
    if (method.type !== 'AuthorityAttestation') continue
    const authority = verification.trustedAuthorities?.find(
      (trusted) => trusted === method.authority,
    )
    if (authority === undefined) continue
    // The document of another authority is not needed, and may be unavailable.
    if (attestation !== undefined && attestation.issuer !== authority) continue
    // Only a key can sign an attestation: an attestation of an attestation is rejected.
    const keys = await issuerMethods(authority, 'capabilityInvocation', verification)
    if (isAccepted && (await isSigned(attestation, keys))) return true
  }
  return false
}
