import { escapeInvisible } from '../src/codec/error.js'
import type { Time } from '../src/inspector/times-in-words.js'
import type {
  Content,
  Reference,
  SignatureDescription,
  TokenDescription,
} from '../src/inspector/token-description.js'
import { counted, shortened } from '../src/inspector/words.js'
import { isExpired, isTooEarly } from '../src/ucan/times.js'
import { element, omissionNote, prose } from './element.js'
import { Fields } from './fields.js'
import type { Principals } from './principals.js'

/** The maximum number of fields that a card shows in words, and of proofs that it lists. */
const MAX_FIELDS = 200
/** The maximum number of statements of a policy that are shown. */
const MAX_STATEMENTS = 50

export interface CardOptions {
  readonly principals: Principals
  /** The receipts of the token's task in the capture. Empty for a delegation or a receipt. */
  readonly receipts: readonly TokenDescription[]
  /** The time of the check, in Unix seconds. */
  readonly now: number
  /** Shows a token, by its name in the capture. */
  readonly open: (name: string) => void
}

/** A card with a summary of a token. Once opened, it also shows the fields in words, and the bytes. */
export class TokenCard {
  readonly element: HTMLDetailsElement
  readonly #summary: HTMLElement
  readonly #token: TokenDescription
  readonly #options: CardOptions
  #isFilled = false

  constructor(token: TokenDescription, options: CardOptions) {
    this.#token = token
    this.#options = options
    this.#summary = element('summary', {}, ...summaryOf(token, options))
    this.element = element('details', { class: 'token' }, this.#summary)
    // The card is filled when it is opened: the fields of many tokens would make the page slow.
    this.element.addEventListener('toggle', () => this.#fill())
  }

  /** Opens the card, moves the focus to its summary, and scrolls to the card. */
  show(): void {
    this.element.open = true
    this.#fill()
    this.#summary.focus()
    this.element.scrollIntoView({ block: 'start' })
  }

  #fill(): void {
    if (this.#isFilled || !this.element.open) return
    this.#isFilled = true
    const { form, name, kind } = this.#token
    const { tree, bytes } = new Fields({ form, name: kind, title: name })
    this.element.append(
      factsOf(this.#token, this.#options),
      ...contentsOf(this.#token, this.#options),
      element(
        'div',
        { class: 'fields-and-bytes' },
        element('div', {}, ...tree),
        element('div', { class: 'bytes' }, ...bytes),
      ),
    )
  }
}

function summaryOf(
  token: TokenDescription,
  { principals, now }: CardOptions,
): Array<Node | string> {
  const { name, issuer, audience, receipt, signature, expiration } = token
  const command = receipt === undefined ? token.command : (receipt.command ?? receipt.ran.cid)
  const nodes: Array<Node | string> = [
    element('strong', { class: 'token-name' }, name),
    ' ',
    principals.badge(issuer),
  ]
  if (audience !== undefined) nodes.push(' → ', principals.badge(audience))
  nodes.push(' ', element('code', {}, shortened(escapeInvisible(command))))
  if (signature.verdict === 'wrong') nodes.push(' ', mark('bad', '✗ wrong signature'))
  if (signature.verdict === 'unverifiable') {
    nodes.push(' ', mark('bad', '? signature not verified'))
  }
  if (isExpired(expiration?.seconds, now)) nodes.push(' ', mark('bad', '✗ expired'))
  if (receipt !== undefined) nodes.push(' ', outcomeMark(receipt.outcome))
  return nodes
}

function mark(kind: string, words: string): HTMLElement {
  return element('span', { class: `mark ${kind}` }, words)
}

function factsOf(token: TokenDescription, options: CardOptions): HTMLElement {
  const { principals, receipts, now } = options
  const { kind, receipt, subject, audience, meaning, expiration, notBefore } = token
  const facts = element('dl', { class: 'facts' })
  const add = (name: string, ...value: Array<Node | string>) =>
    facts.append(element('dt', {}, name), element('dd', {}, ...value))
  const did = (of: string) => [principals.badge(of), ' ', element('code', {}, escapeInvisible(of))]

  add('Command', element('code', {}, escapeInvisible(token.command)), ' ', ...meaningOf(meaning))
  add(kind === 'receipt' ? 'Executor' : 'Issuer', ...did(token.issuer))
  if (kind !== 'receipt') {
    add(
      'Audience',
      ...(audience === undefined ? ['absent: the subject is the audience'] : did(audience)),
    )
    add('Subject', ...(subject === null ? ['any: a powerline'] : did(subject)))
  }
  if (receipt !== undefined) {
    add('Ran', ...referenceOf(receipt.ran, options))
    add('Outcome', outcomeMark(receipt.outcome))
  }
  for (const { cid, name, receipt: result } of receipts) {
    add('Receipt', ...referenceOf({ cid, name }, options), ' ', outcomeMark(result!.outcome))
  }
  if (token.policy !== undefined) add('Policy', ...policyOf(token.policy, principals))
  add(
    'Expires',
    ...(expiration === undefined
      ? ['never']
      : timeNodes(expiration, isExpired(expiration.seconds, now))),
  )
  if (notBefore !== undefined) {
    add('Not before', ...timeNodes(notBefore, isTooEarly(notBefore.seconds, now)))
  }
  if (token.issuedAt !== undefined) add('Issued', ...timeNodes(token.issuedAt, false))
  const { proofs = [] } = token
  for (const [index, proof] of proofs.slice(0, MAX_FIELDS).entries()) {
    add(`Proof ${index + 1}`, ...referenceOf(proof, options))
  }
  if (proofs.length > MAX_FIELDS) add('Proofs', ...omissionNote(proofs.length, MAX_FIELDS))
  if (token.cause !== undefined) add('Cause', ...referenceOf(token.cause, options))
  if (token.meta !== undefined) add('Meta', element('code', {}, escapeInvisible(token.meta)))
  add('Signature', ...signatureOf(token.signature, principals))
  if (token.nonce !== '') add('Nonce', element('code', {}, shortened(token.nonce)))
  if (token.task !== undefined) add('Task', element('code', {}, token.task))
  add('CID', element('code', {}, token.cid))
  add('Size', counted(token.form.bytes.length, 'byte', 'bytes'))
  return facts
}

function meaningOf(meaning: string | undefined): HTMLElement[] {
  if (meaning === undefined) return []
  return [element('span', { class: 'hint' }, ...prose(meaning.replace(/^`[^`]+`: /, '')))]
}

function policyOf(policy: readonly string[], principals: Principals): Array<Node | string> {
  if (policy.length === 0) return ['none: any arguments match']
  const statements = policy
    .slice(0, MAX_STATEMENTS)
    .map((words) => element('li', {}, ...principals.prose(words)))
  return [element('ol', {}, ...statements), ...omissionNote(policy.length, MAX_STATEMENTS)]
}

const VERDICTS = {
  verified: ['good', '✓ verified'],
  wrong: ['bad', '✗ wrong'],
  unverifiable: ['bad', '? not verified'],
} as const

function signatureOf(
  { verdict, type, authority, reason }: SignatureDescription,
  principals: Principals,
): Array<Node | string> {
  const [kind, words] = VERDICTS[verdict]
  const nodes: Array<Node | string> = [mark(kind, words), ` ${type}`]
  if (authority !== undefined) nodes.push(', attested by ', principals.name(authority))
  if (reason !== undefined) nodes.push(': ', ...principals.prose(reason))
  return nodes
}

function outcomeMark(outcome: 'ok' | 'error'): HTMLElement {
  return outcome === 'ok' ? mark('good', '✓ ok') : mark('bad', '✗ error')
}

function timeNodes({ date, relative, seconds }: Time, isBad: boolean): Array<Node | string> {
  return [
    element('time', { datetime: date }, date),
    ' ',
    isBad ? mark('bad', relative) : relative,
    ' ',
    element('span', { class: 'hint' }, `${seconds}`),
  ]
}

function referenceOf({ cid, name }: Reference, { open }: CardOptions): Array<Node | string> {
  if (name === undefined) return [element('code', {}, cid), ' (not in the capture)']
  const button = element('button', { type: 'button', class: 'token-link' }, name)
  button.addEventListener('click', () => open(name))
  return [button]
}

/** Creates the heading, fields and notes of the arguments or the result. Returns an empty array for a delegation. */
function contentsOf(
  { arguments: args, receipt }: TokenDescription,
  { principals }: CardOptions,
): HTMLElement[] {
  if (args !== undefined) return contentOf('Arguments', args, principals)
  if (receipt === undefined) return []
  const title = receipt.outcome === 'ok' ? 'Result' : 'Error'
  return contentOf(title, receipt.content, principals)
}

function contentOf(
  title: string,
  { type, fields, error }: Content,
  principals: Principals,
): HTMLElement[] {
  const list = element('dl', { class: 'facts content' })
  for (const { path, words, meaning, isUnknown } of fields.slice(0, MAX_FIELDS)) {
    const name = element('code', {}, shortened(escapeInvisible(path)) || 'value')
    const value = element('dd', {}, ...principals.prose(shortened(words)))
    if (isUnknown) value.append(' ', mark('bad', 'unknown field'))
    if (meaning !== undefined) {
      value.append(' ', element('span', { class: 'hint' }, ...prose(meaning)))
    }
    list.append(element('dt', {}, name), value)
  }
  const notes: Array<readonly [string, string | undefined]> = [
    ['warning', error && `Not of the expected type: ${escapeInvisible(error)}`],
    ['hint', fields.length === 0 ? 'none' : undefined],
  ]
  const heading = element('h3', {}, title)
  if (type !== undefined) heading.append(' ', element('code', {}, type))
  return [
    heading,
    list,
    ...notes.flatMap(([kind, words]) =>
      words === undefined ? [] : [element('p', { class: kind }, words)],
    ),
    ...omissionNote(fields.length, MAX_FIELDS),
  ]
}
