import type { CommandName } from '../codec/kinds/command-name.js'
import type { AuthorizationErrorName } from '../ucan/authorization-error.js'
import { ACCEPTED_SIGNATURE_TYPES } from '../ucan/signature.js'
import { includes } from '../ucan/command-order.js'
import { decodeArguments, type Data } from '../ucan/data.js'
import type { Delegation } from '../ucan/delegation.js'
import type { Invocation } from '../ucan/invocation.js'
import { formatTime, isExpired, isTooEarly } from '../ucan/times.js'
import { mismatchOf } from './mismatch.js'
import { statementWords } from './policy-words.js'
import type { TokenDescription } from './token-description.js'

/** The proof chain of an invocation: the delegations that lead from its subject to its issuer. */
export interface Chain {
  /** The name of the invocation in the capture. */
  readonly invocation: string
  readonly cid: string
  readonly issuer: string
  readonly subject: string
  readonly command: string
  /** The first 100 proofs, in the order of the invocation's proofs. Empty if the invocation has no proofs. */
  readonly links: readonly ChainLink[]
  /** The breaks of the invocation itself. The breaks of a proof are in its link. */
  readonly breaks: readonly Break[]
  /**
   * Whether the invocation and all links have no breaks. The audience of the invocation,
   * revocations, the limit of proofs, and the total steps of all policies are not checked.
   */
  readonly isIntact: boolean
}

/** A proof, and how it relates to the proofs before it. */
export interface ChainLink {
  /** The position in the chain, from 1. */
  readonly position: number
  readonly cid: string
  /** The delegation. `undefined` if it is not in the capture. */
  readonly delegation: TokenDescription | undefined
  /** What the proof narrows relative to the proofs before it, in words. */
  readonly narrows: readonly string[]
  /** Why the chain breaks here. */
  readonly breaks: readonly Break[]
}

/** A reason why a chain does not prove its invocation. */
export interface Break {
  /** The name of the error that `authorize` throws if it reaches this break. */
  readonly name: AuthorizationErrorName
  readonly reason: string
}

/**
 * Describes the proof chain of each invocation. Attestations are omitted. The breaks of all
 * links are listed, while `authorize` stops at the first reason for a rejection.
 *
 * @param now the time of the check, in Unix seconds
 */
export function chainsOf(tokens: readonly TokenDescription[], now: number): Chain[] {
  const delegations = new Map(
    tokens.filter(({ kind }) => kind === 'delegation').map((token) => [token.cid, token]),
  )
  return tokens
    .filter(({ kind }) => kind === 'invocation')
    .map((invocation) => chainOf(invocation, delegations, now))
}

function chainOf(
  invocation: TokenDescription,
  delegations: ReadonlyMap<string, TokenDescription>,
  now: number,
): Chain {
  const token = invocation.token as Invocation
  const progress = new Progress(token, now)
  const proofs = (invocation.proofs ?? []).slice(0, MAX_LINKS)
  const links = proofs.map(({ cid }, index): ChainLink => {
    const delegation = delegations.get(cid)
    const step =
      delegation === undefined
        ? progress.skip()
        : progress.add(delegation.token as Delegation, delegation.signature)
    return { position: index + 1, cid, delegation, ...step }
  })
  if (proofs.length < token.proofs.length) progress.skip()
  const breaks = [
    ...signatureBreaks(invocation.signature),
    ...(isExpired(token.expiration, now)
      ? [{ name: 'Expired' as const, reason: `expired ${formatTime(token.expiration!)}` }]
      : []),
    ...progress.end(proofs.length),
  ]
  return {
    invocation: invocation.name,
    cid: invocation.cid,
    issuer: token.issuer,
    subject: token.subject,
    command: token.command,
    links,
    breaks,
    isIntact: breaks.length === 0 && links.every((link) => link.breaks.length === 0),
  }
}

/** The limit of links. Further proofs are ignored. `authorize` accepts 32 by default. */
const MAX_LINKS = 100

type Step = Pick<ChainLink, 'narrows' | 'breaks'>

/** Checks the proofs of an invocation, in order. */
class Progress {
  readonly #invocation: Invocation
  readonly #now: number
  readonly #args: Data | undefined
  /** The principal that may delegate next. `undefined` after a missing proof. */
  #authority: string | undefined
  #command: CommandName = '/'
  #expiration: number | undefined
  #count = 0

  constructor(invocation: Invocation, now: number) {
    this.#invocation = invocation
    this.#now = now
    this.#authority = invocation.subject
    this.#args = argumentsIn(invocation)
  }

  /** Skips one missing proof, or all proofs beyond {@link MAX_LINKS}. The next issuer is then not checked. */
  skip(): Step {
    this.#count++
    this.#authority = undefined
    const reason = 'the proof is not in the capture'
    return { narrows: [], breaks: [{ name: 'UnavailableProof', reason }] }
  }

  add(proof: Delegation, signature: TokenDescription['signature']): Step {
    const breaks = [
      ...signatureBreaks(signature),
      ...this.#timeBreaks(proof),
      ...this.#principalBreaks(proof),
      ...this.#commandBreaks(proof),
      ...this.#policyBreaks(proof),
    ]
    const narrows = this.#narrowed(proof)
    this.#count++
    this.#authority = proof.audience
    if (includes(this.#command, proof.command)) this.#command = proof.command
    this.#expiration = earlier(this.#expiration, proof.expiration)
    return { narrows, breaks }
  }

  /** Returns the breaks of the invocation itself, except those of its signature and expiration. */
  end(proofCount: number): Break[] {
    const { issuer, subject, command } = this.#invocation
    const breaks: Break[] = []
    if (proofCount === 0 && issuer !== subject) {
      const reason = `the issuer is not the subject ${subject}, and there are no proofs`
      breaks.push({ name: 'InvalidClaim', reason })
    } else if (this.#authority !== undefined && this.#authority !== issuer) {
      const reason = `the proofs end at ${this.#authority}, not at the issuer ${issuer}`
      breaks.push({ name: 'InvalidAudience', reason })
    }
    if (!includes(this.#command, command)) {
      const reason = `the proofs are for ${this.#command}, not for ${command}`
      breaks.push({ name: 'ImpossibleAttenuation', reason })
    }
    if (this.#args === undefined) {
      const reason =
        'the arguments have duplicate keys or invalid UTF-8, exceed a limit, or contain data that policies do not support'
      breaks.push({ name: 'MalformedArguments', reason })
    }
    return breaks
  }

  #timeBreaks({ expiration, notBefore }: Delegation): Break[] {
    const breaks: Break[] = []
    if (isExpired(expiration, this.#now)) {
      breaks.push({ name: 'Expired', reason: `expired ${formatTime(expiration!)}` })
    }
    if (isTooEarly(notBefore, this.#now)) {
      breaks.push({
        name: 'TooEarly',
        reason: `the proof is not valid until after ${formatTime(notBefore!)}`,
      })
    }
    return breaks
  }

  #principalBreaks(proof: Delegation): Break[] {
    const { subject } = this.#invocation
    const breaks: Break[] = []
    if (this.#count === 0 && proof.subject === null) {
      const reason = "the proof has no subject (a powerline), so it can't be the first proof"
      breaks.push({ name: 'InvalidClaim', reason })
    }
    if (proof.subject !== null && proof.subject !== subject) {
      const reason = `the proof is for the subject ${proof.subject}, not for ${subject}`
      breaks.push({ name: 'InvalidSubject', reason })
    }
    if (this.#authority !== undefined && proof.issuer !== this.#authority) {
      const whose = this.#count === 0 ? 'the subject' : 'the audience of the proof before it'
      const reason = `the proof is issued by ${proof.issuer}, not by ${this.#authority}, ${whose}`
      breaks.push({ name: 'InvalidAudience', reason })
    }
    return breaks
  }

  #commandBreaks({ command }: Delegation): Break[] {
    if (includes(this.#command, command) || includes(command, this.#command)) return []
    const reason = `the proof is for ${command}, but the proofs before it are for ${this.#command}`
    return [{ name: 'ImpossibleAttenuation', reason }]
  }

  #policyBreaks(proof: Delegation): Break[] {
    const mismatch = this.#args === undefined ? undefined : mismatchOf(proof, this.#args)
    if (mismatch === undefined) return []
    return [{ name: 'MatchError', reason: `the policy of the proof: ${mismatch.words}` }]
  }

  #narrowed({ command, policy, expiration }: Delegation): string[] {
    const narrows: string[] = []
    if (command !== this.#command && includes(this.#command, command)) {
      const from = this.#command === '/' ? 'all commands' : this.#command
      narrows.push(`command ${command} instead of ${from}`)
    }
    narrows.push(...policy.map((statement) => `only if ${statementWords(statement)}`))
    if (expiration !== undefined && earlier(this.#expiration, expiration) !== this.#expiration) {
      narrows.push(`until ${formatTime(expiration)}`)
    }
    return narrows
  }
}

function signatureBreaks({ verdict, reason, type }: TokenDescription['signature']): Break[] {
  if (!ACCEPTED_SIGNATURE_TYPES.has(type)) {
    return [
      {
        name: 'UnverifiableSignature',
        reason: `the signature type ${type} is not accepted: expected Ed25519, ES256K or AuthorityAttestation`,
      },
    ]
  }
  if (verdict === 'verified') return []
  return [
    {
      name: verdict === 'wrong' ? 'InvalidSignature' : 'DIDKeyResolutionError',
      reason: reason!,
    },
  ]
}

function argumentsIn({ argumentBytes }: Invocation): Data | undefined {
  try {
    return decodeArguments(argumentBytes)
  } catch {
    return undefined
  }
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.min(a, b)
}
