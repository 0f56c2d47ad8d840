import type { CommandName } from '../codec/kinds/command-name.js'
import type { DID } from '../codec/kinds/did.js'
import { shorten } from '../codec/error.js'
import { AuthorizationError, type AuthorizationErrorName } from '../ucan/authorization-error.js'
import { attestationOf } from '../ucan/attestation.js'
import { authorize } from '../ucan/authorize.js'
import { decodeArguments } from '../ucan/data.js'
import type { Delegation } from '../ucan/delegation.js'
import type { Invocation } from '../ucan/invocation.js'
import { proofChain } from '../ucan/proof-chain.js'
import { formatTime } from '../ucan/times.js'
import { mismatchOf, type MismatchDescription } from './mismatch.js'
import { durationOf, timeOf, type Time } from './times-in-words.js'
import type { DescribeOptions, TokenDescription } from './token-description.js'

/** Whether `authorize` accepts an invocation, and if not, why and what to change. */
export interface Explanation {
  /** The name of the invocation in the capture. */
  readonly invocation: string
  readonly cid: string
  /** The time of the authorization. */
  readonly at: Time
  /** The service that is to execute the invocation. */
  readonly audience: string
  /** Whether `audience` is assumed from the invocation, because no service was given. */
  readonly isAudienceAssumed: boolean
  readonly isAuthorized: boolean
  /**
   * What the verdict depends on, in sentences: the audience, the keys and, if a token in
   * the capture is attested, the trusted authorities.
   */
  readonly assumptions: readonly string[]
  /** The first reason for the rejection. `undefined` if the invocation is authorized. */
  readonly rejection: Rejection | undefined
}

/** Why an invocation is not authorized. */
export interface Rejection {
  readonly name: AuthorizationErrorName
  /** The message of the error. */
  readonly message: string
  /** The CID of the token at fault. `undefined` if the error has none. */
  readonly token: string | undefined
  /** The token at fault in words, such as `proof 2 of 3 (delegation 1)`. */
  readonly place: string
  /** What to change, in one or more sentences. */
  readonly remedy: string
  /**
   * The policy statement that is not true. `undefined` unless `name` is `MatchError`. Also
   * `undefined` if all policies together exceed the limit of steps, but this token's policy
   * alone does not.
   */
  readonly mismatch: MismatchDescription | undefined
}

/** What an explanation depends on. */
export interface ExplainOptions extends DescribeOptions {
  /** The service that is to execute the invocation. By default the audience of the invocation, or else its subject. */
  readonly audience?: DID | undefined
}

/**
 * Explains for each invocation whether `authorize` accepts it. Attestations are
 * never executed, so they are omitted.
 */
export async function explanationsOf(
  tokens: readonly TokenDescription[],
  options: ExplainOptions,
): Promise<Explanation[]> {
  const invocations = tokens.filter(({ kind }) => kind === 'invocation')
  return await Promise.all(invocations.map((token) => explain(token, tokens, options)))
}

/** Explains whether `authorize` accepts an invocation, given the delegations in the capture. Revocations are not checked. */
export async function explain(
  description: TokenDescription,
  tokens: readonly TokenDescription[],
  options: ExplainOptions,
): Promise<Explanation> {
  const invocation = description.token as Invocation
  const { now } = options
  const audience = options.audience ?? invocation.audience ?? invocation.subject
  const context: Context = { description, invocation, tokens, audience, now, options }
  const explanation = {
    invocation: description.name,
    cid: description.cid,
    at: timeOf(now, now),
    audience,
    isAudienceAssumed: options.audience === undefined,
    assumptions: assumptionsOf(context),
  }
  try {
    const { didResolver, trustedAuthorities } = options
    const proofs = delegationsIn(tokens)
    await authorize(invocation, { audience, proofs, now, didResolver, trustedAuthorities })
    return { ...explanation, isAuthorized: true, rejection: undefined }
  } catch (error) {
    if (!(error instanceof AuthorizationError)) throw error
    return { ...explanation, isAuthorized: false, rejection: rejectionOf(error, context) }
  }
}

interface Context {
  readonly description: TokenDescription
  readonly invocation: Invocation
  readonly tokens: readonly TokenDescription[]
  readonly audience: DID
  readonly now: number
  readonly options: ExplainOptions
}

function delegationsIn(tokens: readonly TokenDescription[]): Delegation[] {
  return tokens.flatMap(({ token }) => ('policy' in token ? token : []))
}

function assumptionsOf({ invocation, tokens, audience, options }: Context): string[] {
  const role = invocation.audience === undefined ? 'subject' : 'audience'
  const assumptions = [
    options.audience === undefined
      ? `The service is assumed to be the ${role} of the invocation, ${audience}. To check that the invocation is for your service, give its DID.`
      : `The service is ${audience}, as given.`,
    options.didResolver === undefined
      ? 'Only the keys of did:key are known: no DID documents were given.'
      : 'Keys are those of did:key and of the given DID documents.',
  ]
  if (tokens.some(({ signature }) => signature.type === 'AuthorityAttestation')) {
    const { trustedAuthorities = [] } = options
    assumptions.push(
      trustedAuthorities.length === 0
        ? 'No authority is trusted to attest: none was given.'
        : `The service trusts these authorities to attest: ${trustedAuthorities.join(', ')}.`,
    )
  }
  return assumptions
}

function rejectionOf(error: AuthorizationError, context: Context): Rejection {
  const { name, message } = error
  const cid = error.token?.toString()
  const description = context.tokens.find((token) => token.cid === cid)
  const mismatch = name === 'MatchError' ? mismatchIn(description, context) : undefined
  const place = placeOf(cid, description, context)
  const remedy = REMEDIES[name]({ ...context, place, cid, faulty: description, mismatch, message })
  return { name, message, token: cid, place, remedy, mismatch }
}

function mismatchIn(
  faulty: TokenDescription | undefined,
  { invocation }: Context,
): MismatchDescription | undefined {
  const token = faulty?.token
  if (token === undefined || !('policy' in token)) return undefined
  return mismatchOf(token, decodeArguments(invocation.argumentBytes))
}

/** Returns the words for a token, such as `the invocation` or `proof 2 of 3 (delegation 1)`. */
function placeOf(
  cid: string | undefined,
  faulty: TokenDescription | undefined,
  { description, invocation }: Context,
): string {
  if (cid === undefined || cid === description.cid) return `the ${description.name}`
  const index = invocation.proofs.findIndex((proof) => proof.toString() === cid)
  const position = `proof ${index + 1} of ${invocation.proofs.length}`
  if (index < 0) return `the token ${cid}`
  return faulty === undefined
    ? `${position}, which is not in the capture`
    : `${position} (${faulty.name})`
}

interface Fault extends Context {
  readonly place: string
  readonly cid: string | undefined
  /** The token at fault. `undefined` if it is not in the capture. */
  readonly faulty: TokenDescription | undefined
  readonly mismatch: MismatchDescription | undefined
  readonly message: string
}

const REMEDIES: Readonly<Record<AuthorizationErrorName, (fault: Fault) => string>> = {
  InvalidAudience: remedyOfAudience,
  InvalidSignature: remedyOfSignature,
  UnverifiableSignature: ({ faulty, place }) =>
    remedyOfMailto(faulty, place) ??
    `The issuer ${faulty?.issuer} has to sign ${place} with an Ed25519 or secp256k1 key: services accept Ed25519, ES256K and attestations, not ${faulty?.signature.type}.`,
  DIDKeyResolutionError: remedyOfKeys,
  Expired: remedyOfExpiration,
  TooEarly: ({ faulty, place }) =>
    `Wait until after ${faulty?.notBefore?.date} (${faulty?.notBefore?.relative}), or have ${faulty?.issuer} issue ${place} again with an earlier notBefore. If notBefore has passed, check the clock of the service.`,
  UnavailableProof: ({ cid }) =>
    `Send the delegation ${cid} in the same container as the invocation: it is listed as a proof and is not in the capture.`,
  InvalidClaim: remedyOfClaim,
  InvalidSubject: ({ faulty, place, invocation }) =>
    `${capitalized(place)} has to be a delegation for the subject ${invocation.subject}, or the invocation has to have the subject ${faulty?.subject}.`,
  ImpossibleAttenuation: ({ faulty, place, invocation }) =>
    faulty?.token === invocation
      ? `The proofs have to be for commands that include ${invocation.command}, or the issuer has to invoke a command that the proofs include.`
      : `${capitalized(place)} and each proof before it have to be for commands that include ${invocation.command}: ${place} is for ${faulty?.command}, and a proof before it is for another command.`,
  MalformedArguments: ({ message }) =>
    `The issuer has to encode the arguments as a map of the IPLD data model, without floats or duplicate keys: ${message}.`,
  MatchError: ({ faulty, place, mismatch, message }) =>
    `The arguments have to match the policy of ${place}: ${mismatch?.words ?? message}. Otherwise ${faulty?.issuer} has to delegate with another policy.`,
  TooManyProofs: ({ invocation }) =>
    `The proof chain has to be shorter: it has ${invocation.proofs.length} proofs, and services with this library accept 32 by default.`,
  Revoked: ({ faulty, place }) =>
    `${faulty?.issuer} has to issue a new delegation instead of ${place}: a revocation is permanent.`,
}

function remedyOfExpiration({ faulty, place, invocation, now }: Fault): string {
  const remedy = `${faulty?.issuer} has to issue ${place} again with a later expiration: it expired ${ago(faulty, now)}.`
  if (faulty?.token !== invocation) return remedy
  // Most invocations expire after 30 seconds, so a captured invocation has usually expired.
  const sent = Math.min(invocation.issuedAt ?? Infinity, invocation.expiration! - 1)
  return `To check the invocation as it was sent, give the time ${formatTime(sent)}. ${remedy}`
}

function remedyOfAudience(fault: Fault): string {
  const { faulty, invocation, audience, place } = fault
  const executor = invocation.audience ?? invocation.subject
  if (executor !== audience) {
    return `Send the invocation to ${executor}, or issue it again with the audience ${audience}.`
  }
  const order = orderOf(fault)
  if (order !== undefined) return order
  const { issuer, subject, proofs } = invocation
  if (faulty?.token === invocation) {
    const last = fault.tokens.find(({ cid }) => cid === proofs.at(-1)?.toString())
    return `The last proof has to be delegated to ${issuer}, the issuer of the invocation, or ${last?.audience} has to issue the invocation.`
  }
  const index = proofs.findIndex((proof) => proof.toString() === faulty?.cid)
  const previous = fault.tokens.find(({ cid }) => cid === proofs[index - 1]?.toString())
  return previous === undefined
    ? `${capitalized(place)} has to be issued by the subject ${subject}: it is issued by ${faulty?.issuer}, and is the root.`
    : `${capitalized(place)} has to be issued by ${previous.audience}, the audience of the proof before it: it is issued by ${faulty?.issuer}.`
}

/** Returns the remedy if the proofs form a chain in another order. `undefined` if they don't. */
function orderOf({ invocation, tokens, now }: Fault): string | undefined {
  const { issuer, subject, proofs } = invocation
  const used = new Set(proofs.map((proof) => proof.toString()))
  const delegations = delegationsIn(tokens).filter(({ cid }) => used.has(cid.toString()))
  try {
    const command = invocation.command as CommandName
    const chain = proofChain(delegations, { issuer, subject, command, now })
    if (chain.length !== used.size) return undefined
    const positions = chain.map(({ cid }) => 1 + proofs.findIndex((proof) => proof.equals(cid)))
    return `The issuer has to list the proofs root first. They form a chain in the order ${positions.join(', ')} (positions in the current list).`
  } catch {
    return undefined
  }
}

function remedyOfClaim(fault: Fault): string {
  const { faulty, place, invocation } = fault
  if (faulty?.token === invocation) {
    return `The subject ${invocation.subject} has to delegate ${invocation.command} to ${invocation.issuer}, and the invocation has to list that delegation as a proof.`
  }
  return (
    orderOf(fault) ??
    `The first proof has to name the subject ${invocation.subject}: ${place} is a powerline, which has no subject.`
  )
}

function remedyOfSignature({ faulty, place, options }: Fault): string {
  const signature = faulty?.signature
  if (signature?.type !== 'AuthorityAttestation') {
    const remedy = remedyOfMailto(faulty, place)
    return (
      remedy ??
      `${faulty?.issuer} has to sign ${place} again with its own ${signature?.type} key: the bytes were changed after signing, or another key made the signature.`
    )
  }
  if (faulty!.issuer.startsWith('did:key:')) {
    return `${faulty!.issuer} has to sign ${place} with its own key: an attestation can't replace the signature of a did:key.`
  }
  const attestation = attestationOf(faulty!.token)
  const trusted = options.trustedAuthorities ?? []
  if (attestation === undefined) {
    return `A trusted authority has to attest ${place}: the signature is not an attestation of these bytes, which may have been changed after signing.`
  }
  if (trusted.includes(attestation.issuer)) {
    return `${attestation.issuer} has to attest ${place} again with an Ed25519 or secp256k1 key of its own. An issuer other than a did:mailto also has to list this authority in its DID document.`
  }
  const authorities = trusted.length === 0 ? 'none in this check' : trusted.join(', ')
  return `An authority that the service trusts (${authorities}) has to attest ${place}: it is attested by ${attestation.issuer}, which the service does not trust.`
}

/**
 * Returns what to change in a token whose issuer is a `did:mailto`, but whose signature is
 * not an attestation. A `did:mailto` has no key. `undefined` for other issuers.
 */
function remedyOfMailto(faulty: TokenDescription | undefined, place: string): string | undefined {
  if (!faulty?.issuer.startsWith('did:mailto:')) return undefined
  return `A trusted authority has to attest ${place}: ${faulty.issuer} has no key of its own, so it can't sign.`
}

function remedyOfKeys({ faulty, place, options, message }: Fault): string {
  const issuer = faulty?.issuer ?? ''
  const isMailto = issuer.startsWith('did:mailto:')
  const authority = faulty?.signature.authority
  if (isMailto && (options.trustedAuthorities ?? []).length === 0) {
    const remedy = `An authority that the service trusts has to attest ${place}. To check this, give the trusted authorities of the service.`
    return authority === undefined
      ? remedy
      : `${remedy} Unless ${authority} is one of them, the service rejects the invocation.`
  }
  const isOfAuthority = authority !== undefined && message.includes(` of ${shorten(authority)}:`)
  if (isMailto && !isOfAuthority)
    return `The account needs a DID in which special characters are percent-encoded: ${message}.`
  const [did, role] = isOfAuthority
    ? [authority, 'the authority that attests']
    : [issuer, 'the issuer of']
  return options.didResolver === undefined
    ? `The service has to resolve ${did}, ${role} ${place}. To check with the keys of ${did}, give the DID document.`
    : `The DID document of ${did}, ${role} ${place}, has to be available and valid: ${message}.`
}

function ago(faulty: TokenDescription | undefined, now: number): string {
  const { expiration } = faulty ?? {}
  if (expiration === undefined) return 'before'
  return expiration.seconds === now
    ? `at ${expiration.date}, the time of the check`
    : `at ${expiration.date}, ${durationOf(now - expiration.seconds)} before the time of the check`
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
