import { shorten } from '../codec/error.js'
import type { CommandName } from '../codec/kinds/command-name.js'
import type { DID } from '../codec/kinds/did.js'
import { AuthorizationError } from './authorization-error.js'
import { includes } from './command-order.js'
import type { Delegation } from './delegation.js'
import { formatTime, isExpired, isTooEarly, timeOfCheck } from './times.js'

/** The options of {@link proofChain}: what the chain has to prove. */
export interface ProofChainOptions {
  /** The principal that will invoke the command. */
  readonly issuer: DID
  /** The principal that the command acts on. */
  readonly subject: DID
  /** The name of the command, such as `/customer/add`. */
  readonly command: CommandName
  /** The time at which the delegations must be valid, in Unix seconds, rounded down. The current time by default. */
  readonly now?: number | undefined
}

/**
 * Selects a proof chain: the delegations that connect the subject of a command to
 * the issuer, root first. The subject issues the first delegation, which must name the
 * subject. The audience of each delegation issues the next. If there are several chains,
 * returns one of the shortest. The chain is empty if the issuer is the subject, since a
 * principal may invoke any command on itself.
 *
 * A delegation is skipped if it is for another subject, does not include the command,
 * or is not valid at `now`. Signatures, policies and revocations are not checked: see {@link authorize}.
 *
 * @param delegations the available delegations, in any order
 * @throws {AuthorizationError} `UnavailableProof` if no chain connects the subject
 *   to the issuer. The message says what is missing
 * @throws {TypeError} if `now` is not a finite number, or is probably in milliseconds
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { delegate, Ed25519, proofChain } from '@fil-forge/libforge/ucan'
 *
 * const service = await Ed25519.generate()
 * const hilt = await Ed25519.generate()
 * const delegation = await delegate(customer.add, {
 *   issuer: service,
 *   audience: hilt.did,
 *   subject: service.did,
 *   expiration: null,
 * })
 * const options = { issuer: hilt.did, subject: service.did, command: customer.add.name }
 * proofChain([delegation], options).length // 1
 * ```
 */
export function proofChain(
  delegations: Iterable<Delegation>,
  options: ProofChainOptions,
): Delegation[] {
  return selectProofs([...delegations], options, () => undefined)
}

/** Returns the reason why a delegation can't be used, for an error message. `undefined` if the delegation can be used. */
export type Obstacle = (delegation: Delegation) => string | undefined

/** Selects a proof chain as {@link proofChain} does, but also skips delegations with an `obstacle`. */
export function selectProofs(
  delegations: readonly Delegation[],
  options: ProofChainOptions,
  obstacle: Obstacle,
): Delegation[] {
  const { issuer, subject, command } = options
  const now = timeOfCheck(options.now)
  if (issuer === subject) return []
  const obstacles: string[] = []
  const byIssuer = new Map<DID, Delegation[]>()
  for (const delegation of delegations) {
    const reason =
      subjectObstacle(delegation, subject) ??
      commandObstacle(delegation, command) ??
      timeObstacle(delegation, now) ??
      obstacle(delegation)
    if (reason === undefined) {
      const issued = byIssuer.get(delegation.issuer)
      if (issued === undefined) byIssuer.set(delegation.issuer, [delegation])
      else issued.push(delegation)
    } else {
      const { issuer: from, audience } = delegation
      obstacles.push(`the one from ${shorten(from)} to ${shorten(audience)} ${reason}`)
    }
  }
  // The search is breadth first, so the first chain found is one of the shortest.
  const reached = new Map<DID, Delegation | undefined>([[subject, undefined]])
  for (const principal of reached.keys()) {
    for (const delegation of byIssuer.get(principal) ?? []) {
      if (!reached.has(delegation.audience)) reached.set(delegation.audience, delegation)
    }
    if (reached.has(issuer)) return chainTo(issuer, reached)
  }
  throw new AuthorizationError('UnavailableProof', missing(options, [...reached.keys()], obstacles))
}

function chainTo(issuer: DID, reached: ReadonlyMap<DID, Delegation | undefined>): Delegation[] {
  const chain: Delegation[] = []
  for (let last = reached.get(issuer); last !== undefined; last = reached.get(last.issuer)) {
    chain.unshift(last)
  }
  return chain
}

function subjectObstacle({ subject, issuer }: Delegation, wanted: DID): string | undefined {
  // A delegation by the subject is the first of a chain, so it must name the subject.
  if (subject === wanted || (subject === null && issuer !== wanted)) return undefined
  return subject === null ? 'has no subject' : `is for the subject ${shorten(subject)}`
}

function commandObstacle({ command }: Delegation, wanted: CommandName): string | undefined {
  return includes(command, wanted) ? undefined : `is for the command ${shorten(command)}`
}

function timeObstacle(delegation: Delegation, now: number): string | undefined {
  const { expiration, notBefore } = delegation
  if (isExpired(expiration, now)) return `expired ${formatTime(expiration!)}`
  return isTooEarly(notBefore, now)
    ? `is not valid until after ${formatTime(notBefore!)}`
    : undefined
}

/** The maximum number of unusable delegations that an error message names. */
const NAMED = 3

/** Returns the message of an error: where the chain ends, and why other delegations can't be used. */
function missing(
  { issuer, subject, command }: ProofChainOptions,
  reached: readonly DID[],
  obstacles: readonly string[],
): string {
  const last = reached.at(-1)!
  const gap =
    reached.length === 1
      ? `no usable delegation of ${shorten(command)} by the subject ${shorten(subject)}`
      : `proof chain ends at ${shorten(last)}, not at issuer ${shorten(issuer)}`
  if (obstacles.length === 0) return gap
  const named = obstacles.slice(0, NAMED).join('; ')
  const more = obstacles.length - NAMED
  return `${gap}. Unusable delegations: ${named}${more > 0 ? `; and ${more} more` : ''}`
}
