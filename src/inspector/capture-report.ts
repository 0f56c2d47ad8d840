import { escapeInvisible } from '../codec/error.js'
import type { Capture, TokensCapture, UnreadableCapture } from './capture.js'
import type { UnreadableToken } from '../ucan/container.js'
import type { Break, Chain, ChainLink } from './chain.js'
import { differenceOf } from './difference.js'
import type { Examination } from './examine.js'
import type { Explanation } from './explain.js'
import { WIDTH, wrap } from './lines.js'
import type { Form } from './part.js'
import { contrast, errorReportOf, type Paint } from './report.js'
import type { Time } from './times-in-words.js'
import type { Content, Reference, TokenDescription } from './token-description.js'
import { counted, shortened, toHex } from './words.js'

/** The width of a label in columns, including the space after it. */
const LABEL = 12
/** The maximum number of readable tokens, of unreadable tokens, and of differences that are shown. */
const MAX_TOKENS = 50
/** The maximum number of fields of the arguments or result, and of statements of a policy, that are shown for a token. */
const MAX_FIELDS = 40
/** The maximum number of levels by which a chain is indented. */
const DEEPEST = 12

/**
 * Formats captured tokens: the verdict on each invocation, the proof chains, then at most
 * 50 readable and 50 unreadable tokens.
 */
export function captureReportOf(
  capture: TokensCapture,
  { tokens, chains, explanations }: Examination,
  paint: Paint,
): string {
  const found = capture.words.slice(0, 1).toUpperCase() + capture.words.slice(1)
  const sections = [text(`${found}.`, paint, 'bold')]
  sections.push(...explanations.map((explanation) => explanationOf(explanation, paint)))
  sections.push(...chains.map((chain) => chainOf(chain, paint)))
  sections.push(...tokens.slice(0, MAX_TOKENS).map((token) => tokenOf(token, paint)))
  const more = tokens.length - MAX_TOKENS
  if (more > 0) sections.push(`… ${counted(more, 'more token', 'more tokens')}`)
  sections.push(
    ...capture.tokens.unreadable
      .slice(0, MAX_TOKENS)
      .map((one) => text(unreadableWords('A', one), paint, 'yellow')),
  )
  const moreUnreadable = capture.tokens.unreadable.length - MAX_TOKENS
  if (moreUnreadable > 0) {
    sections.push(`… ${counted(moreUnreadable, 'more unreadable token', 'more unreadable tokens')}`)
  }
  return sections.join('\n\n')
}

function unreadableWords(start: string, { bytes, error }: UnreadableToken): string {
  const size = counted(bytes.length, 'byte', 'bytes')
  return `${start} token of ${size} can't be decoded: ${error.message}`
}

/** Formats the verdict on an invocation. */
function explanationOf(explanation: Explanation, paint: Paint): string {
  const { invocation, at, rejection, assumptions, audience, isAudienceAssumed } = explanation
  const when = `at ${at.date}`
  const condition = isAudienceAssumed ? `, if the service is ${audience}` : ''
  const lines =
    rejection === undefined
      ? [text(`The ${invocation} is authorized ${when}${condition}.`, paint, 'green')]
      : [
          text(`The ${invocation} is rejected ${when}: ${rejection.name}.`, paint, 'red'),
          row(
            'token',
            `${rejection.place}${rejection.token === undefined ? '' : ` ${rejection.token}`}`,
          ),
          row('reason', rejection.message),
          row('change', rejection.remedy),
        ]
  return [...lines, ...assumptions.map((assumption) => text(assumption, paint, 'dim'))].join('\n')
}

/** Formats a proof chain as a tree, in the order of the invocation's proofs. */
function chainOf(
  { invocation, subject, issuer, command, links, breaks }: Chain,
  paint: Paint,
): string {
  const lines = [
    paint('bold', `Proof chain of the ${invocation}, in the order of its proofs`),
    text(`${subject} is the subject`, paint),
    ...links.map((link, index) => linkOf(link, index, paint)),
    branch(links.length, `the ${invocation} of ${command} by ${issuer}`, paint),
    ...breaksOf(breaks, links.length, paint),
  ]
  return lines.join('\n')
}

function linkOf(
  { position, cid, delegation, narrows, breaks }: ChainLink,
  depth: number,
  paint: Paint,
) {
  const words =
    delegation === undefined
      ? `${position}. missing: ${cid}`
      : `${position}. ${delegation.name}: ${delegation.issuer} → ${delegation.audience}`
  return [
    branch(depth, words, paint),
    ...narrows.map((narrow) => indented(depth, narrow)),
    ...breaksOf(breaks, depth, paint),
  ].join('\n')
}

function breaksOf(breaks: readonly Break[], depth: number, paint: Paint): string[] {
  return breaks.map(({ name, reason }) => indented(depth, `✗ ${name}: ${reason}`, paint))
}

function branch(depth: number, words: string, paint: Paint): string {
  const indent = ' '.repeat(3 * Math.min(depth, DEEPEST))
  const [first = '', ...rest] = wrap(escapeInvisible(words), WIDTH - indent.length - 3)
  const lines = [`${indent}└─ ${paint('bold', first)}`]
  return [...lines, ...rest.map((line) => `${indent}   ${paint('bold', line)}`)].join('\n')
}

function indented(depth: number, words: string, paint?: Paint): string {
  const indent = ' '.repeat(3 * Math.min(depth, DEEPEST) + 3)
  const lines = wrap(escapeInvisible(shortenedLine(words)), WIDTH - indent.length)
  return lines.map((line) => indent + (paint === undefined ? line : paint('red', line))).join('\n')
}

function tokenOf(token: TokenDescription, paint: Paint): string {
  const { name, command, meaning, receipt, signature } = token
  const signer = receipt === undefined ? 'issuer' : 'executor'
  const lines = [
    text(`${name.slice(0, 1).toUpperCase() + name.slice(1)}: ${command}`, paint, 'bold'),
    meaning === undefined ? '' : text(meaning, paint, 'dim'),
    row('CID', token.cid),
    token.task === undefined ? '' : row('task', token.task),
    row(signer, token.issuer),
    token.audience === undefined ? '' : row('audience', token.audience),
    receipt === undefined ? row('subject', token.subject ?? 'any (a powerline)') : '',
    token.arguments === undefined ? '' : contentOf('arguments', token.arguments, paint),
    receipt === undefined
      ? ''
      : row(
          'ran',
          `${referenceOf(receipt.ran)}${receipt.command === undefined ? '' : `, ${receipt.command}`}`,
        ),
    receipt === undefined ? '' : contentOf(receipt.outcome, receipt.content, paint),
    ...policyOf(token.policy),
    row('nonce', token.nonce === '' ? 'empty' : token.nonce),
    token.notBefore === undefined ? '' : row('not before', timeWords(token.notBefore)),
    row('expires', token.expiration === undefined ? 'never' : timeWords(token.expiration)),
    token.issuedAt === undefined ? '' : row('issued', timeWords(token.issuedAt)),
    ...(token.proofs ?? []).map((proof, index) => row(`proof ${index + 1}`, referenceOf(proof))),
    token.cause === undefined ? '' : row('cause', referenceOf(token.cause)),
    token.meta === undefined ? '' : row('meta', token.meta),
    signatureOf(signature, paint),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

function policyOf(policy: readonly string[] | undefined): string[] {
  if (policy === undefined) return []
  if (policy.length === 0) return [row('policy', 'none: any arguments match')]
  const shown = policy
    .slice(0, MAX_FIELDS)
    .map((statement, i) => row(i === 0 ? 'policy' : '', statement))
  const more = policy.length - MAX_FIELDS
  return more > 0
    ? [...shown, row('', `… ${counted(more, 'more statement', 'more statements')}`)]
    : shown
}

function signatureOf(
  { type, verdict, reason, authority }: TokenDescription['signature'],
  paint: Paint,
) {
  const by = authority === undefined ? '' : ` by ${authority}`
  switch (verdict) {
    case 'verified':
      return row('signature', `${type}${by}, verified`, (line) => paint('green', line))
    case 'wrong':
      return row('signature', `${type}${by}, wrong: ${reason}`, (line) => paint('red', line))
    case 'unverifiable':
      return row('signature', `${type}${by}, can't be verified: ${reason}`, (line) =>
        paint('yellow', line),
      )
  }
}

function contentOf(label: string, { type, fields, error }: Content, paint: Paint): string {
  const what = type ?? (error === undefined ? 'of an unknown command' : 'not of the expected type')
  const head = row(label, fields.length === 0 ? `${what}, empty` : what)
  const reason = error === undefined ? [] : [row('', error, (line) => paint('yellow', line))]
  const shown = fields.slice(0, MAX_FIELDS).map(({ path, words, meaning, isUnknown }) => {
    const note = isUnknown ? ' (unknown field, signed)' : ''
    const value = row('', `${path === '' ? '' : `${path} = `}${shortened(words)}${note}`)
    if (meaning === undefined) return value
    return `${value}\n${row('', meaning, (line) => `  ${paint('dim', line)}`)}`
  })
  const more = fields.length - MAX_FIELDS
  const rest = more > 0 ? [row('', `… ${counted(more, 'more field', 'more fields')}`)] : []
  return [head, ...reason, ...shown, ...rest].join('\n')
}

function timeWords({ date, relative }: Time): string {
  return `${date}, ${relative}`
}

function referenceOf({ cid, name }: Reference): string {
  return `${cid} (${name ?? 'not in this capture'})`
}

/** Formats a label with a text beside it. A long text is wrapped. */
function row(
  label: string,
  words: string,
  style: (line: string) => string = (line) => line,
): string {
  const lines = wrap(escapeInvisible(shortenedLine(words)), WIDTH - LABEL - 4)
  return lines
    .map((line, i) => `  ${(i === 0 ? label : '').padEnd(LABEL)}${style(line)}`)
    .join('\n')
}

function text(words: string, paint: Paint, style?: Parameters<Paint>[0]): string {
  const lines = wrap(escapeInvisible(shortenedLine(words)), WIDTH)
  return lines.map((line) => (style === undefined ? line : paint(style, line))).join('\n')
}

/** The number of characters that {@link shortenedLine} keeps: about ten lines. */
const LONGEST = 1000

function shortenedLine(words: string): string {
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words
}

/** Formats why an input can't be read, with the likeliest reading first. */
export function unreadableReportOf(
  { attempts, isAmbiguous, message }: UnreadableCapture,
  paint: Paint,
): string {
  const tried = (from: number) =>
    attempts
      .slice(from)
      .map(({ words, error }) => text(`${words}: ${error.message} (${error.code})`, paint))
  const [best] = attempts
  if (best === undefined) return text(message, paint, 'red')
  if (isAmbiguous) {
    const title =
      'Ambiguous input: it may be in more than one encoding, and every reading fails. Correct the input, or pass bytes instead of text.'
    return [text(title, paint, 'red'), ...tried(0)].join('\n')
  }
  const { error, source, words } = best
  const report = errorReportOf(error, source, paint)
  const reading = text(`The likeliest reading is ${words}.`, paint, 'dim')
  const areValues = attempts.every((attempt) => attempt.words.startsWith('a value'))
  const note = areValues
    ? [
        text(
          'The input does not start like a container or a token, in any text encoding.',
          paint,
          'dim',
        ),
      ]
    : []
  return [
    report,
    reading,
    ...note,
    ...(attempts.length > 1 ? ['Also tried:', ...tried(1)] : []),
  ].join('\n')
}

/** One side of a comparison: a capture and the tokens in it. */
export interface Side {
  /** The name of the input, such as the name of a file. */
  readonly name: string
  readonly capture: Capture
  /** The descriptions of the readable tokens in the capture. Empty for a value. */
  readonly tokens: readonly TokenDescription[]
}

/**
 * Formats how two captures differ, with at most 50 differences. Returns `undefined` if they
 * don't differ. Values are compared as this library encodes them. Tokens are compared by
 * their CIDs, and unreadable tokens by their bytes. The form of a container is ignored.
 */
export function diffReportOf(a: Side, b: Side, paint: Paint): string | undefined {
  if (a.capture.kind === 'value' && b.capture.kind === 'value') {
    return contrastOf(a.name, a.capture.inspection.cbor, b.name, b.capture.inspection.cbor, paint)
  }
  if (a.capture.kind === 'value' || b.capture.kind === 'value') {
    return [a, b].map(({ name, capture }) => text(`${name} is ${capture.words}`, paint)).join('\n')
  }
  const sections: string[] = []
  const onlyA = missingIn(a, b)
  const onlyB = missingIn(b, a)
  for (const one of onlyA) {
    const index = onlyB.findIndex(({ kind }) => kind === one.kind)
    const other = index < 0 ? undefined : onlyB.splice(index, 1)[0]!
    sections.push(
      other === undefined
        ? text(`Only in ${a.name}: ${one.name} ${one.cid}`, paint)
        : tokenDiffOf(a.name, one, b.name, other, paint),
    )
  }
  sections.push(...onlyB.map((one) => text(`Only in ${b.name}: ${one.name} ${one.cid}`, paint)))
  for (const [side, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const missing = unreadableMissingIn(side, other)
    const words = missing.map((one) => unreadableWords(`Only in ${side.name}: a`, one))
    sections.push(...words.map((one) => text(one, paint)))
  }
  if (sections.length === 0) return undefined
  const more = sections.length - MAX_TOKENS
  if (more > 0) {
    sections.splice(MAX_TOKENS, more, `… ${counted(more, 'more difference', 'more differences')}`)
  }
  return sections.join('\n\n')
}

function unreadableMissingIn({ capture }: Side, other: Side): UnreadableToken[] {
  const known = new Set(unreadableIn(other.capture).map(({ bytes }) => toHex(bytes)))
  return unreadableIn(capture).filter(({ bytes }) => !known.has(toHex(bytes)))
}

function unreadableIn(capture: Capture): readonly UnreadableToken[] {
  return capture.kind === 'value' ? [] : capture.tokens.unreadable
}

function missingIn({ tokens }: Side, other: Side): TokenDescription[] {
  const cids = new Set(other.tokens.map(({ cid }) => cid))
  return tokens.filter(({ cid }) => !cids.has(cid))
}

function tokenDiffOf(
  nameA: string,
  a: TokenDescription,
  nameB: string,
  b: TokenDescription,
  paint: Paint,
): string {
  const title = text(`${nameA}, ${a.name}, and ${nameB}, ${b.name}`, paint, 'bold')
  const signed = contrastOf(nameA, signedForm(a), nameB, signedForm(b), paint)
  return signed === undefined
    ? `${title}\nOnly the signatures differ.\n${contrastOf(nameA, a.form, nameB, b.form, paint)}`
    : `${title}\nThe signed bytes differ:\n${signed}`
}

/** Returns the form of the signed bytes of a token. The `cid` of the form is the CID of the whole token. */
function signedForm({ form, token }: TokenDescription): Form {
  const start = form.bytes.length - token.signedBytes.length
  const parts = form.parts
    .filter(({ offset }) => offset >= start)
    .map((part) => Object.assign({}, part, { offset: part.offset - start }))
  return { bytes: token.signedBytes, parts, cid: form.cid }
}

function contrastOf(nameA: string, a: Form, nameB: string, b: Form, paint: Paint) {
  if (differenceOf(a, b) === undefined) return undefined
  return contrast(escapeInvisible(shortened(nameA)), a, escapeInvisible(shortened(nameB)), b, paint)
}
