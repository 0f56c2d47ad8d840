import type { CID } from 'multiformats/cid'
import { Failure } from '../commands/failure.js'
import { formatPath } from '../codec/error.js'
import type { Command } from '../codec/command.js'
import { AuthorizationError } from '../ucan/authorization-error.js'
import { attestationOf } from '../ucan/attestation.js'
import type { DecodedTokens } from '../ucan/container.js'
import type { Delegation } from '../ucan/delegation.js'
import type { Invocation } from '../ucan/invocation.js'
import type { KeySources } from '../ucan/key-sources.js'
import type { Receipt } from '../ucan/receipt.js'
import { checkSignature } from '../ucan/signature.js'
import type { SignatureType } from '../ucan/signer.js'
import { rejectionOf } from './fit.js'
import { headerLengthOf } from './header-length.js'
import { commandMeanings } from './meanings.js'
import type { Form, Part, Path } from './part.js'
import { dataWords, statementWords } from './policy-words.js'
import { timeOf, type Time } from './times-in-words.js'
import { tokenParts, type TokenKind, type TypedValue } from './token-parts.js'
import { commands } from './vocabulary.js'
import { toHex } from './words.js'

export type { TokenKind } from './token-parts.js'

export type AnyToken = Invocation | Delegation | Receipt

/** A description of a token, for people and for programs. */
export interface TokenDescription {
  readonly kind: TokenKind
  /** The kind, with a number if the capture has several tokens of this kind: `invocation`, `delegation 2`. */
  readonly name: string
  readonly cid: string
  /** The CID of the task. `undefined` for a delegation and a receipt. */
  readonly task: string | undefined
  /** The issuer, or the executor of a receipt. */
  readonly issuer: string
  /** The audience. `undefined` if absent, and for a receipt. An invocation without an audience is addressed to its subject. */
  readonly audience: string | undefined
  /** The subject, or the executor of a receipt. `null` for any subject (a powerline). */
  readonly subject: string | null
  readonly command: string
  /** What the command does, or what a receipt is. `undefined` for an invocation of an unknown command. */
  readonly meaning: string | undefined
  /** The arguments. `undefined` for a delegation and a receipt. */
  readonly arguments: Content | undefined
  /** The executed task and its result. `undefined` unless the token is a receipt. */
  readonly receipt: ReceiptDescription | undefined
  /** The statements in words. `undefined` unless the token is a delegation. */
  readonly policy: readonly string[] | undefined
  /** The nonce, in hex. */
  readonly nonce: string
  /** The expiration time. `undefined` if the token never expires. */
  readonly expiration: Time | undefined
  /** The time after which a delegation is valid. `undefined` if absent, and for other tokens. */
  readonly notBefore: Time | undefined
  /** The time of issue. `undefined` if absent, and for a delegation. */
  readonly issuedAt: Time | undefined
  /** The proofs, in the order in which the invocation lists them. `authorize` expects the root first. `undefined` for a delegation and a receipt. */
  readonly proofs: readonly Reference[] | undefined
  /** The cause of an invocation. `undefined` if absent, and for a delegation and a receipt. */
  readonly cause: Reference | undefined
  /** The additional data in words, cut off after 200 characters. `undefined` if absent. */
  readonly meta: string | undefined
  readonly signature: SignatureDescription
  /** The bytes of the token, their parts, and the CID. */
  readonly form: Form
  readonly token: AnyToken
}

/** A token to which another token refers by CID. */
export interface Reference {
  readonly cid: string
  /** The name of the token in the capture. `undefined` if the token is not in the capture. */
  readonly name: string | undefined
}

/** The result in a receipt. */
export interface ReceiptDescription {
  /** The CID of the executed task, and the name of its invocation. */
  readonly ran: Reference
  /** The command of the task. `undefined` if the invocation is not in the capture. */
  readonly command: string | undefined
  readonly outcome: 'ok' | 'error'
  /** The value of `ok` or `error`. */
  readonly content: Content
}

/** Arguments or a result. */
export interface Content {
  /** The name of the type. `undefined` if the type is unknown, or if the bytes are not of the type. */
  readonly type: string | undefined
  /** The fields at any depth, in the order of their bytes. */
  readonly fields: readonly ContentField[]
  /** Why the bytes are not of the type. `undefined` if they are, or if the type is unknown. */
  readonly error: string | undefined
}

/** A field, an item, or the content itself if that is a scalar. */
export interface ContentField {
  /** The path, such as `details.region`. Empty for the content itself. */
  readonly path: string
  /** The value in words. For a byte string, also its first 64 bytes in hex. */
  readonly words: string
  /** What the field means. `undefined` if it is not documented. */
  readonly meaning: string | undefined
  /** Whether the type has no such field. An unknown field is still signed. Policies are matched against unknown fields of arguments too. */
  readonly isUnknown: boolean
}

/** A signature, and the result of its verification. */
export interface SignatureDescription {
  readonly type: SignatureType
  /**
   * `verified`: the issuer made the signature, or a trusted authority attested the
   * token. `wrong`: neither did. `unverifiable`: the signature can't be checked, because
   * its type is not supported, or the necessary keys or authorities are unknown.
   */
  readonly verdict: 'verified' | 'wrong' | 'unverifiable'
  /** Why the signature is not verified. `undefined` if it is. */
  readonly reason: string | undefined
  /** The issuer of the attestation. `undefined` if the signature is not an attestation of the token. */
  readonly authority: string | undefined
}

/** The options of {@link describeTokens}. */
export interface DescribeOptions extends KeySources {
  /** The time of the inspection, in Unix seconds. */
  readonly now: number
}

/** Describes the decoded tokens of a capture: first the invocations, then the delegations, then the receipts. */
export async function describeTokens(
  { invocations, delegations, receipts }: DecodedTokens,
  options: DescribeOptions,
): Promise<TokenDescription[]> {
  const tokens: AnyToken[] = [...invocations, ...delegations, ...receipts]
  const names = namesOf(tokens)
  const tasks = new Map(invocations.map((one) => [one.task.toString(), one]))
  return await Promise.all(
    tokens.map(async (token) => {
      const signature = await signatureOf(token, options)
      return describe(token, { names, tasks, signature, now: options.now })
    }),
  )
}

interface Surroundings {
  readonly names: ReadonlyMap<string, string>
  /** The invocations by the CID of their task. */
  readonly tasks: ReadonlyMap<string, Invocation>
  readonly signature: SignatureDescription
  readonly now: number
}

export function kindOfToken(token: AnyToken): TokenKind {
  if ('executor' in token) return 'receipt'
  if ('policy' in token) return 'delegation'
  return token.command === '/ucan/attest/proof' ? 'attestation' : 'invocation'
}

/** Returns the {@link TokenDescription.name} of each token, by the token's CID. */
function namesOf(tokens: readonly AnyToken[]): Map<string, string> {
  const totals = new Map<TokenKind, number>()
  for (const token of tokens) {
    const kind = kindOfToken(token)
    totals.set(kind, (totals.get(kind) ?? 0) + 1)
  }
  const counts = new Map<TokenKind, number>()
  return new Map(
    tokens.map((token) => {
      const kind = kindOfToken(token)
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      return [token.cid.toString(), totals.get(kind) === 1 ? kind : `${kind} ${count}`]
    }),
  )
}

async function signatureOf(
  token: AnyToken,
  options: DescribeOptions,
): Promise<SignatureDescription> {
  const type = token.signatureType
  const isAttestation = type === 'AuthorityAttestation'
  const authority = isAttestation ? attestationOf(token)?.issuer : undefined
  try {
    await checkSignature(token, options, options.now)
    return { type, verdict: 'verified', reason: undefined, authority }
  } catch (error) {
    if (!(error instanceof AuthorizationError)) throw error
    const verdict = error.name === 'InvalidSignature' ? 'wrong' : 'unverifiable'
    return { type, verdict, reason: error.message, authority }
  }
}

function describe(token: AnyToken, surroundings: Surroundings): TokenDescription {
  const { names, tasks, signature, now } = surroundings
  const { nonce, expiration, meta, bytes, cid } = token
  const kind = kindOfToken(token)
  const time = (seconds: number | undefined) =>
    seconds === undefined ? undefined : timeOf(seconds, now)
  const reference = (to: CID): Reference => ({
    cid: to.toString(),
    name: names.get(to.toString()),
  })
  const isReceipt = 'executor' in token
  const isDelegation = 'policy' in token
  const invocation = isReceipt || isDelegation ? undefined : token
  const command = isReceipt ? '/ucan/assert/receipt' : token.command
  const ran = isReceipt ? tasks.get(token.ran.toString()) : undefined
  const typed = typedValueOf(token, isReceipt ? ran?.command : command)
  const parts = tokenParts(bytes, kind, typed)
  const contentAt = (path: Path) => contentOf(bytes, parts, path, typed)
  return {
    kind,
    name: names.get(cid.toString())!,
    cid: cid.toString(),
    task: invocation?.task.toString(),
    issuer: isReceipt ? token.executor : token.issuer,
    audience: isReceipt ? undefined : token.audience,
    subject: isReceipt ? token.executor : token.subject,
    command,
    meaning: meaningOf(kind, command),
    arguments: invocation && contentAt(['args']),
    receipt: isReceipt
      ? {
          ran: {
            cid: token.ran.toString(),
            name: ran && names.get(ran.cid.toString()),
          },
          command: ran?.command,
          outcome: 'ok' in token.out ? 'ok' : 'error',
          content: contentAt(['args', 'out', 'ok' in token.out ? 'ok' : 'error']),
        }
      : undefined,
    policy: isDelegation ? token.policy.map((one) => statementWords(one)) : undefined,
    nonce: toHex(nonce),
    expiration: time(expiration),
    notBefore: isDelegation ? time(token.notBefore) : undefined,
    issuedAt: isDelegation ? undefined : time(token.issuedAt),
    proofs: invocation?.proofs.map(reference),
    cause: invocation?.cause && reference(invocation.cause),
    meta: meta && dataWords(meta),
    signature,
    form: { bytes, parts, cid },
    token,
  }
}

/** Returns what a token does. A delegation may be for a command that has no meaning of its own, such as `/`. */
function meaningOf(kind: TokenKind, command: string): string | undefined {
  if (kind === 'receipt') return 'The signed statement of the executor about the result of a task.'
  if (Object.hasOwn(commandMeanings, command)) return commandMeanings[command]
  if (kind !== 'delegation') return undefined
  return command === '/' ? 'All commands.' : `\`${command}\` and all commands below it.`
}

/** Returns the path and the type of the arguments or the result in a token. Returns `undefined` for a delegation, and for a value of unknown type. */
function typedValueOf(token: AnyToken, commandName: string | undefined): TypedValue | undefined {
  const command: Command | undefined =
    commandName === undefined ? undefined : commands.get(commandName)
  if ('executor' in token && 'error' in token.out) {
    return { path: ['args', 'out', 'error'], type: Failure }
  }
  if (command === undefined || 'policy' in token) return undefined
  return 'executor' in token
    ? { path: ['args', 'out', 'ok'], type: command.ok }
    : { path: ['args'], type: command.arguments }
}

/** Collects the fields of a value from the parts of its token. */
function contentOf(
  bytes: Uint8Array,
  parts: readonly Part[],
  path: Path,
  typed: TypedValue | undefined,
): Content {
  const isWithin = (part: Part) => path.every((step, index) => part.path[index] === step)
  const within = parts.filter((part) => part.role === 'value' && isWithin(part))
  const root = within[0]!
  const isScalar = within.length === 1 && !/^a (?:map|list) of/.test(root.words)
  const fields = (isScalar ? within : within.slice(1)).map((part) => ({
    path: formatPath(part.path.slice(path.length)),
    words: wordsWithBytes(part, bytes),
    meaning: part.meaning,
    isUnknown: part.kind === undefined,
  }))
  const isTyped = typed !== undefined && root.kind === typed.type.name
  const last = parts.findLast(isWithin)!
  return {
    type: isTyped ? typed.type.name : undefined,
    fields,
    error:
      isTyped || typed === undefined || typed.path.length !== path.length
        ? undefined
        : rejectionOf(typed.type, bytes.subarray(root.offset, last.offset + last.length)),
  }
}

/** The maximum number of bytes that are shown of a byte string. */
const SHOWN = 64

/** Adds the bytes of a byte string to its words: `2 bytes: 01ff`. */
function wordsWithBytes({ offset, length, words }: Part, bytes: Uint8Array): string {
  const item = bytes.subarray(offset, offset + length)
  if (item[0]! >> 5 !== 2) return words
  // The `headerLength` of the part is 0 for a skipped value.
  const content = item.subarray(headerLengthOf(item))
  if (content.length === 0) return words
  const digits = toHex(content.subarray(0, SHOWN))
  return `${words}: ${digits}${content.length > SHOWN ? '…' : ''}`
}
