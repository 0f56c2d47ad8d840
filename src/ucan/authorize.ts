import type { CID } from 'multiformats/cid'
import { shorten } from '../codec/error.js'
import type { CommandName } from '../codec/kinds/command-name.js'
import type { DID } from '../codec/kinds/did.js'
import { AuthorizationError, type AuthorizationErrorName } from './authorization-error.js'
import { keyOfCID } from './cid.js'
import { includes } from './command-order.js'
import { decodeArguments, type Data } from './data.js'
import type { Delegation } from './delegation.js'
import type { Invocation } from './invocation.js'
import type { KeySources } from './key-sources.js'
import { Budget } from './policy/budget.js'
import { describeMismatch, firstMismatch } from './policy/match.js'
import type { Policy } from './policy/policy.js'
import { ACCEPTED_SIGNATURE_TYPES, checkSignature } from './signature.js'
import { formatTime, isExpired, isTooEarly, timeOfCheck } from './times.js'

/** The default limit of a proof chain, in delegations. */
const PROOFS = 32

/** Finds a delegation by its CID, for example in a database. */
export type ProofResolver = (cid: CID) => Delegation | undefined | Promise<Delegation | undefined>

/** The options of {@link authorize}. */
export interface AuthorizeOptions extends KeySources {
  /** The DID of the service that is to execute the invocation. */
  readonly audience: DID
  /** The available delegations, in any order, or a function that finds them. */
  readonly proofs: Iterable<Delegation> | ProofResolver
  /** The time of the authorization, in Unix seconds, rounded down. The current time by default. */
  readonly now?: number | undefined
  /**
   * Returns whether a delegation was revoked. Called for each proof of an
   * invocation that is otherwise authorized. Nothing is revoked by default.
   *
   * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/revocation.md
   */
  readonly isRevoked?: ((delegation: Delegation) => boolean | Promise<boolean>) | undefined
  /** Limits of the work that an invocation may cause. */
  readonly limits?: {
    /** The maximum number of delegations in a proof chain: 32 by default. */
    readonly proofs?: number | undefined
    /**
     * The maximum number of steps to evaluate all policies: 2^20 by default, about
     * 50 ms. If the evaluation needs more, the policies do not match.
     */
    readonly policySteps?: number | undefined
  }
}

/** The result of {@link authorize} for an authorized invocation. */
export interface Authorization {
  /** The proof chain, root first. Empty only if the issuer is the subject. */
  readonly proofs: readonly Delegation[]
  /** All conditions on the arguments, root first. The arguments match them. */
  readonly policy: Policy
  /** The earliest expiration time of the invocation and its proofs, in Unix seconds. `undefined` if none expires. */
  readonly expiration: number | undefined
}

/**
 * Checks that a service may execute an invocation. The invocation must be
 * addressed to the service, signed by its issuer, and valid now. If the issuer is not
 * the subject, a chain of delegations must connect the subject to the issuer. The
 * arguments must match the policies of all delegations in the chain. An invocation that
 * the reference rejects is rejected here too, with one exception: malformed and
 * unsupported parts of a DID document are ignored, unless they decide whether the signing
 * key is valid.
 *
 * A principal may invoke any command on itself. A service must therefore also
 * check that it serves the `subject` of the invocation.
 *
 * Policies are matched against the arguments as signed, including the unknown
 * fields that {@link argumentsOf} drops.
 *
 * As in the reference, the accepted signature types are Ed25519, ES256K and
 * attestations.
 *
 * @throws {AuthorizationError} if the invocation is not authorized. An error of
 *   `didResolver` becomes a `DIDKeyResolutionError`. Errors of `proofs` and
 *   `isRevoked` are thrown unchanged
 * @throws {TypeError} if `now` is not a finite number, or is probably in milliseconds
 * @see https://github.com/ucan-wg/invocation#validation
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { argumentsOf, authorize, Container } from '@fil-forge/libforge/ucan'
 *
 * const service = 'did:web:up.example'
 *
 * async function customerToAdd(body: Uint8Array): Promise<string> {
 *   const { invocations, delegations } = await Container.decode(body)
 *   const [invocation] = invocations
 *   if (invocation?.subject !== service) throw new Error('expected an invocation on this service')
 *   await authorize(invocation, { audience: service, proofs: delegations })
 *   return argumentsOf(customer.add, invocation).customer
 * }
 * ```
 */
export async function authorize(
  invocation: Invocation,
  options: AuthorizeOptions,
): Promise<Authorization> {
  const { audience, isRevoked } = options
  const now = timeOfCheck(options.now)
  const executor = invocation.audience ?? invocation.subject
  if (executor !== audience) {
    const message = `the invocation is for ${shorten(executor)}, not for ${shorten(audience)}`
    throw failure('InvalidAudience', message, invocation)
  }
  await checkToken(invocation, options, now)
  const proofs = await resolveProofs(invocation, options)
  const command = await checkChain(invocation, proofs, options, now)
  checkCapability(invocation, proofs, command, options)
  if (isRevoked !== undefined) await checkRevocations(proofs, isRevoked)
  return {
    proofs,
    policy: proofs.flatMap((proof) => proof.policy),
    expiration: earliest([invocation, ...proofs]),
  }
}

function failure(
  name: AuthorizationErrorName,
  message: string,
  token: Invocation | Delegation,
): AuthorizationError {
  return new AuthorizationError(name, message, token.cid)
}

async function checkToken(
  token: Invocation | Delegation,
  options: AuthorizeOptions,
  now: number,
): Promise<void> {
  if (!ACCEPTED_SIGNATURE_TYPES.has(token.signatureType)) {
    const message = `the signature type ${token.signatureType} is not accepted: expected Ed25519, ES256K or AuthorityAttestation`
    throw failure('UnverifiableSignature', message, token)
  }
  await checkSignature(token, options, now)
  if (isExpired(token.expiration, now)) {
    throw failure('Expired', `${nameOf(token)} expired ${formatTime(token.expiration!)}`, token)
  }
  if ('notBefore' in token && isTooEarly(token.notBefore, now)) {
    const message = `${nameOf(token)} is not valid until after ${formatTime(token.notBefore!)}`
    throw failure('TooEarly', message, token)
  }
}

function nameOf(token: Invocation | Delegation): string {
  return 'policy' in token
    ? `the delegation from ${shorten(token.issuer)} to ${shorten(token.audience)}`
    : `the invocation by ${shorten(token.issuer)}`
}

async function resolveProofs(
  invocation: Invocation,
  { proofs: available, limits }: AuthorizeOptions,
): Promise<Delegation[]> {
  const limit = limits?.proofs ?? PROOFS
  // Written so that a limit of `NaN` rejects all proofs.
  if (!(invocation.proofs.length <= limit)) {
    const message = `expected at most ${limit} proofs, received ${invocation.proofs.length}`
    throw failure('TooManyProofs', message, invocation)
  }
  const resolve = typeof available === 'function' ? available : lookup(available)
  const proofs: Delegation[] = []
  for (const cid of invocation.proofs) {
    const proof = await resolve(cid)
    if (proof === undefined || !proof.cid.equals(cid)) {
      throw new AuthorizationError('UnavailableProof', `the proof ${cid} was not provided`, cid)
    }
    proofs.push(proof)
  }
  return proofs
}

function lookup(delegations: Iterable<Delegation>): ProofResolver {
  const byCID = new Map<string, Delegation>()
  for (const delegation of delegations) byCID.set(keyOfCID(delegation.cid), delegation)
  return (cid) => byCID.get(keyOfCID(cid))
}

/** Checks each proof, root first, and that the chain ends at the issuer. Returns the command that the chain proves. */
async function checkChain(
  invocation: Invocation,
  proofs: readonly Delegation[],
  options: AuthorizeOptions,
  now: number,
): Promise<CommandName> {
  const { subject, issuer } = invocation
  const checked = new Set<Delegation>()
  let authority = subject
  let command: CommandName = '/'
  for (const [i, proof] of proofs.entries()) {
    if (!checked.has(proof)) await checkToken(proof, options, now)
    checked.add(proof)
    if (i === 0 && proof.subject === null) {
      const message = `the first proof has no subject: expected ${shorten(subject)}`
      throw failure('InvalidClaim', message, proof)
    }
    if (proof.subject !== null && proof.subject !== subject) {
      const message = `${nameOf(proof)} is for the subject ${shorten(proof.subject)}, not for ${shorten(subject)}`
      throw failure('InvalidSubject', message, proof)
    }
    if (proof.issuer !== authority) {
      const message = `${nameOf(proof)} is not issued by ${shorten(authority)}, whose authority it needs`
      throw failure('InvalidAudience', message, proof)
    }
    authority = proof.audience
    if (includes(command, proof.command)) command = proof.command
    else if (!includes(proof.command, command)) {
      const message = `${nameOf(proof)} is for ${shorten(proof.command)}, but the proofs before it are for ${shorten(command)}`
      throw failure('ImpossibleAttenuation', message, proof)
    }
  }
  if (authority === issuer) return command
  if (proofs.length === 0) {
    const message = `the issuer ${shorten(issuer)} is not the subject ${shorten(subject)}, and there are no proofs`
    throw failure('InvalidClaim', message, invocation)
  }
  const message = `the proof chain ends at ${shorten(authority)}, not at the issuer ${shorten(issuer)}`
  throw failure('InvalidAudience', message, invocation)
}

/** Checks that the proofs allow the command with these arguments. */
function checkCapability(
  invocation: Invocation,
  proofs: readonly Delegation[],
  command: CommandName,
  { limits }: AuthorizeOptions,
): void {
  if (!includes(command, invocation.command)) {
    const message = `the proofs are for ${shorten(command)}, not for ${shorten(invocation.command)}`
    throw failure('ImpossibleAttenuation', message, invocation)
  }
  const args = dataOf(invocation)
  const budget = new Budget(limits?.policySteps)
  for (const proof of proofs) {
    const mismatch = firstMismatch(proof.policy, args, budget)
    if (mismatch !== undefined) {
      const message = `${nameOf(proof)} does not allow these arguments: ${describeMismatch(mismatch)}`
      throw failure('MatchError', message, proof)
    }
  }
}

/** Decodes the arguments as signed, including unknown fields. */
function dataOf(invocation: Invocation): Data {
  try {
    return decodeArguments(invocation.argumentBytes)
  } catch (error) {
    throw failure('MalformedArguments', (error as Error).message, invocation)
  }
}

async function checkRevocations(
  proofs: readonly Delegation[],
  isRevoked: NonNullable<AuthorizeOptions['isRevoked']>,
): Promise<void> {
  const unique = [...new Set(proofs)]
  const revoked = await Promise.all(unique.map((proof) => isRevoked(proof)))
  // A result other than `false`, such as `undefined`, means that the proof was revoked.
  const index = revoked.findIndex((value) => value !== false)
  const proof = unique[index]
  if (proof !== undefined) throw failure('Revoked', `${nameOf(proof)} was revoked`, proof)
}

function earliest(tokens: ReadonlyArray<Invocation | Delegation>): number | undefined {
  const times = tokens.flatMap(({ expiration }) => expiration ?? [])
  return times.length === 0 ? undefined : Math.min(...times)
}
