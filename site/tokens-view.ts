import { escapeInvisible } from '../src/codec/error.js'
import type { TokensCapture } from '../src/inspector/capture.js'
import type { Examination } from '../src/inspector/examine.js'
import type { Explanation, ExplainOptions } from '../src/inspector/explain.js'
import type { TokenDescription } from '../src/inspector/token-description.js'
import { counted, toHex } from '../src/inspector/words.js'
import type { Delegation } from '../src/ucan/delegation.js'
import type { Invocation } from '../src/ucan/invocation.js'
import { formatAddress } from './address.js'
import { chainPicture, type PictureOptions } from './chain-picture.js'
import { stringifyData } from './dag-json.js'
import { element, omissionNote } from './element.js'
import { Principals } from './principals.js'
import { TokenCard } from './token-card.js'

/** The maximum number of invocations whose explanation and chain are shown, so that the page stays fast. */
const MAX_CHAINS = 20
/** The maximum length of each list: of decoded tokens, of unreadable tokens and of principals. */
const MAX_LISTED = 200

/**
 * Creates the view of captured tokens: whether each invocation is authorized, its
 * proof chain, the principals and the tokens.
 */
export function tokensView(
  { tokens: { unreadable } }: TokensCapture,
  { tokens, chains, explanations }: Examination,
  { now, trustedAuthorities = [] }: ExplainOptions,
): HTMLElement[] {
  const principals = principalsOf(tokens, explanations)
  for (const one of trustedAuthorities) principals.add(one, 'is trusted to attest')
  const cards = new Map<string, TokenCard>()
  const open = (name: string) => cards.get(name)?.show()
  for (const token of tokens.slice(0, MAX_LISTED)) {
    const receipts = tokens.filter(
      ({ receipt }) => receipt !== undefined && receipt.ran.cid === token.task,
    )
    cards.set(token.name, new TokenCard(token, { principals, receipts, now, open }))
  }
  const sections = explanations.slice(0, MAX_CHAINS).map((explanation, index) => {
    const invocation = tokens.find(({ cid }) => cid === explanation.cid)!
    const executor = invocation.audience ?? invocation.subject!
    return element(
      'section',
      { class: 'authorization', 'aria-label': `Authorization of ${explanation.invocation}` },
      explanationOf(explanation, invocation, tokens, { principals, open }),
      element(
        'div',
        { class: 'pane' },
        element(
          'h2',
          {},
          'Proof chain ',
          element('span', { class: 'hint' }, 'who gives what to whom, from the subject down'),
        ),
        chainPicture({ chain: chains[index]!, explanation, executor, principals, open }),
      ),
    )
  })
  if (cards.size === 1) [...cards.values()][0]!.element.open = true
  return [
    ...sections,
    ...omissionNote(explanations.length, MAX_CHAINS, ['more invocation', 'more invocations']),
    principalList(principals),
    element(
      'section',
      { class: 'tokens', 'aria-label': 'Tokens' },
      element(
        'h2',
        {},
        'Tokens ',
        element('span', { class: 'hint' }, 'open one to see its fields and bytes'),
      ),
      ...[...cards.values()].map((card) => card.element),
      ...omissionNote(tokens.length, MAX_LISTED),
      ...unreadable
        .slice(0, MAX_LISTED)
        .map(({ bytes, error }) =>
          element(
            'p',
            { class: 'warning' },
            `Unreadable token of ${counted(bytes.length, 'byte', 'bytes')}: ${escapeInvisible(error.message)}`,
          ),
        ),
      ...omissionNote(unreadable.length, MAX_LISTED, [
        'more unreadable token',
        'more unreadable tokens',
      ]),
    ),
  ]
}

function principalsOf(
  tokens: readonly TokenDescription[],
  explanations: readonly Explanation[],
): Principals {
  const principals = new Principals()
  const invocations = tokens.filter(({ kind }) => kind === 'invocation')
  for (const { subject } of invocations) principals.add(subject, 'subject')
  for (const { kind, issuer, audience } of tokens) {
    if (kind === 'delegation') {
      principals.add(issuer, 'delegates')
      principals.add(audience, 'is delegated to')
    }
  }
  for (const { issuer, audience, subject } of invocations) {
    principals.add(issuer, 'issues an invocation')
    principals.add(audience ?? subject, 'executes an invocation')
  }
  for (const { kind, issuer, audience, subject, signature } of tokens) {
    if (kind === 'receipt') principals.add(issuer, 'executed a task')
    else for (const one of [issuer, audience, subject]) principals.add(one)
    principals.add(signature.authority, 'attests')
  }
  for (const { audience } of explanations) principals.add(audience, 'checks an invocation')
  return principals
}

function explanationOf(
  explanation: Explanation,
  invocation: TokenDescription,
  tokens: readonly TokenDescription[],
  { principals, open }: Pick<PictureOptions, 'principals' | 'open'>,
): HTMLElement {
  const { at, audience, isAudienceAssumed, rejection, isAuthorized, assumptions } = explanation
  const facts = element('dl', { class: 'facts' })
  const add = (name: string, ...value: Array<Node | string>) =>
    facts.append(element('dt', {}, name), element('dd', {}, ...value))
  if (rejection !== undefined) {
    const faulty = tokens.find(({ cid }) => cid === rejection.token)
    add('Where', ...placeOf(rejection.place, faulty))
    add('Why', ...principals.prose(capitalized(rejection.message)))
    if (rejection.mismatch !== undefined)
      add('Policy', ...principals.prose(capitalized(rejection.mismatch.words)), ...testLink(faulty))
    add('What to change', element('strong', {}, ...principals.prose(rejection.remedy)))
  }
  return element(
    'article',
    { class: `pane explanation ${isAuthorized ? 'accepted' : 'rejected'}` },
    element(
      'h2',
      {},
      element(
        'span',
        { class: `verdict ${isAuthorized ? 'good' : 'bad'}` },
        isAuthorized ? '✓ Authorized' : `✗ Rejected: ${rejection!.name}`,
      ),
      ...(isAuthorized && isAudienceAssumed
        ? [', if the service is ', ...principals.prose(audience)]
        : []),
      ' ',
      element('span', { class: 'hint' }, explanation.invocation),
    ),
    ...(rejection === undefined ? [] : [facts]),
    element(
      'p',
      { class: 'hint' },
      `Checked for the time ${at.date}. `,
      ...principals.prose(assumptions.join(' ')),
    ),
  )

  function placeOf(place: string, faulty: TokenDescription | undefined): Array<Node | string> {
    if (faulty === undefined) return principals.prose(place)
    const button = element('button', { type: 'button', class: 'token-link' }, faulty.name)
    button.addEventListener('click', () => open(faulty.name))
    return faulty.cid === invocation.cid
      ? [button]
      : [place.replace(` (${faulty.name})`, ''), ' ', button]
  }

  /** Creates the link that opens a policy and the arguments in the policy tester. Returns an empty array unless the token is a delegation. */
  function testLink(faulty: TokenDescription | undefined): Array<Node | string> {
    if (faulty?.kind !== 'delegation') return []
    const { policy } = faulty.token as Delegation
    const { argumentBytes } = invocation.token as Invocation
    const hex = toHex(argumentBytes)
    const lines = policy.map((one) => `  ${stringifyData(one)}`)
    const inputs = { policy: `[\n${lines.join(',\n')}\n]`, arguments: hex }
    return [
      '. ',
      element('a', { href: formatAddress({ tool: 'policy', inputs }) }, 'Test this policy'),
    ]
  }
}

/** Capitalizes a sentence if its first word has only lower-case letters and apostrophes. Other first words, such as a DID, are kept. */
function capitalized(sentence: string): string {
  return /^[a-z']+[ ,]/.test(sentence)
    ? sentence.slice(0, 1).toUpperCase() + sentence.slice(1)
    : sentence
}

function principalList(principals: Principals): HTMLElement {
  const { entries } = principals
  return element(
    'section',
    { class: 'pane', 'aria-label': 'Principals' },
    element('h2', {}, 'Principals'),
    element(
      'dl',
      { class: 'principals' },
      ...entries
        .slice(0, MAX_LISTED)
        .flatMap(([did, roles]) => [
          element('dt', {}, principals.badge(did)),
          element(
            'dd',
            {},
            element('code', {}, escapeInvisible(did)),
            ' ',
            element('span', { class: 'hint' }, roles.join(', ')),
          ),
        ]),
    ),
    ...omissionNote(entries.length, MAX_LISTED),
  )
}
