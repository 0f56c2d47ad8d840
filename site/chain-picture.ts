import { escapeInvisible } from '../src/codec/error.js'
import type { Break, Chain, ChainLink } from '../src/inspector/chain.js'
import type { Explanation } from '../src/inspector/explain.js'
import type { TokenDescription } from '../src/inspector/token-description.js'
import { shortened } from '../src/inspector/words.js'
import { element } from './element.js'
import type { Principals } from './principals.js'

/** The maximum number of restrictions that a link shows. */
const MAX_NARROWS = 8

export interface PictureOptions {
  readonly chain: Chain
  readonly explanation: Explanation
  /** The audience of the invocation, or its subject if it has no audience. */
  readonly executor: string
  readonly principals: Principals
  /** Shows a token, by its name in the capture. */
  readonly open: (name: string) => void
}

/**
 * Creates the picture of a proof chain, from the subject down to the service that
 * checks the invocation. The picture is a list, so that screen readers read who gives
 * what to whom. Each of the first three proofs that restrict the authority makes the
 * line between the principals thinner.
 */
export function chainPicture(options: PictureOptions): HTMLElement {
  const { chain } = options
  let width = 4
  const items: HTMLElement[] = []
  let holder: string | undefined = chain.subject
  for (const link of chain.links) {
    if (link.narrows.length > 0 && width > 1) width--
    items.push(linkItem(link, holder, width, options))
    holder = link.delegation?.audience
  }
  items.push(...invocationItems(holder, width, options))
  return element(
    'ol',
    {
      class: 'chain',
      'aria-label': `Proof chain of ${chain.invocation}, in the order of its proofs`,
    },
    ...items,
  )
}

function linkItem(
  link: ChainLink,
  holder: string | undefined,
  width: number,
  options: PictureOptions,
): HTMLElement {
  const { principals, chain } = options
  const { delegation, narrows, breaks, position } = link
  if (delegation === undefined) {
    return element(
      'li',
      { class: 'link broken' },
      ...(holder === undefined
        ? [unknownNode()]
        : [node(holder, roleOf(holder, options), principals)]),
      edge(
        width,
        element('p', { class: 'grant' }, element('strong', {}, `Missing: proof ${position}`)),
        ...breaksOf(breaks, link.cid, options),
        element('p', { class: 'hint' }, element('code', {}, link.cid)),
      ),
    )
  }
  const { issuer, audience, command, subject, name } = delegation
  const grant = element(
    'p',
    { class: 'grant' },
    principals.badge(issuer),
    ' gives ',
    principals.badge(audience!),
    ' ',
    ...(command === '/'
      ? ['all commands']
      : [element('code', {}, shortened(escapeInvisible(command)))]),
    subject === null ? ' on any subject ' : subject === chain.subject ? ' ' : ' on ',
    ...(subject === null || subject === chain.subject ? [] : [principals.badge(subject), ' ']),
    tokenButton(name, options),
  )
  return element(
    'li',
    { class: breaks.length > 0 ? 'link broken' : 'link' },
    ...startOf(issuer, holder, options),
    edge(
      width,
      grant,
      ...narrowsOf(narrows, options),
      ...attestationOf(delegation, principals),
      ...breaksOf(breaks, link.cid, options),
    ),
  )
}

function attestationOf(
  { signature: { authority }, issuer }: TokenDescription,
  principals: Principals,
): HTMLElement[] {
  if (authority === undefined) return []
  return [
    element(
      'p',
      { class: 'hint' },
      principals.badge(authority),
      ' attests that ',
      principals.badge(issuer),
      ' issued the delegation',
    ),
  ]
}

/**
 * Creates the node of the issuer of a proof or invocation. If `holder` is not this
 * issuer, the node of `holder` and a gap come first.
 *
 * @param holder the audience of the previous proof, or the subject if no proof precedes.
 *   `undefined` if the previous proof is missing
 */
function startOf(
  issuer: string,
  holder: string | undefined,
  options: PictureOptions,
): HTMLElement[] {
  const { principals } = options
  const start = node(issuer, roleOf(issuer, options), principals)
  if (holder === issuer) return [start]
  const before =
    holder === undefined ? unknownNode() : node(holder, roleOf(holder, options), principals)
  return [
    before,
    gap(holder === undefined ? 'unknown link' : 'gap: no proof connects the two'),
    start,
  ]
}

function invocationItems(
  holder: string | undefined,
  width: number,
  options: PictureOptions,
): HTMLElement[] {
  const { chain, explanation, executor, principals } = options
  const { issuer, command, subject, breaks, cid, invocation } = chain
  const isForService = executor === explanation.audience
  const items = [
    element(
      'li',
      { class: breaks.length > 0 ? 'link broken' : 'link' },
      ...startOf(issuer, holder, options),
      edge(
        width,
        element(
          'p',
          { class: 'grant' },
          principals.badge(issuer),
          ' invokes ',
          element('code', {}, shortened(escapeInvisible(command))),
          ' on ',
          principals.badge(subject),
          ', for execution by ',
          principals.badge(executor),
          ' ',
          tokenButton(invocation, options),
        ),
        ...breaksOf(breaks, cid, options),
      ),
    ),
  ]
  const ends = [node(executor, roleOf(executor, options), principals)]
  if (!isForService) {
    ends.push(
      gap('another service'),
      node(explanation.audience, 'checks the invocation', principals),
      edge(
        width,
        ...breaksOf(
          [{ name: 'InvalidAudience', reason: explanation.rejection?.message ?? '' }],
          cid,
          options,
        ),
      ),
    )
  }
  items.push(element('li', { class: isForService ? 'link end' : 'link end broken' }, ...ends))
  return items
}

function roleOf(did: string, { chain, executor }: PictureOptions): string {
  const roles = []
  if (did === chain.subject) roles.push('subject')
  if (did === chain.issuer) roles.push('issuer of the invocation')
  if (did === executor) roles.push('executes the invocation')
  return roles.join(', ')
}

function node(did: string, role: string, principals: Principals): HTMLElement {
  return element(
    'div',
    { class: 'node' },
    principals.name(did),
    ...(role === '' ? [] : [' ', element('span', { class: 'hint' }, role)]),
  )
}

function unknownNode(): HTMLElement {
  return element(
    'div',
    { class: 'node' },
    element('span', { class: 'badge unknown-principal' }, '?'),
    ' ',
    element('span', { class: 'hint' }, 'unknown: the proof is missing'),
  )
}

function gap(words: string): HTMLElement {
  return element('p', { class: 'gap' }, `✗ ${words}`)
}

function edge(width: number, ...children: HTMLElement[]): HTMLElement {
  return element('div', { class: `edge width-${width}` }, ...children)
}

function narrowsOf(narrows: readonly string[], { principals }: PictureOptions): HTMLElement[] {
  if (narrows.length === 0) return [element('p', { class: 'hint' }, 'narrows nothing')]
  const shown = narrows
    .slice(0, MAX_NARROWS)
    .map((words) => element('li', {}, ...principals.prose(shortened(words))))
  if (narrows.length > MAX_NARROWS) {
    shown.push(element('li', {}, `… ${narrows.length - MAX_NARROWS} more`))
  }
  return [element('ul', { class: 'narrows', 'aria-label': 'Narrows to' }, ...shown)]
}

function breaksOf(
  breaks: readonly Break[],
  cid: string,
  { explanation, principals }: PictureOptions,
): HTMLElement[] {
  const { rejection } = explanation
  return breaks.map(({ name, reason }) =>
    element(
      'p',
      { class: 'break' },
      '✗ ',
      element('strong', {}, name),
      ': ',
      ...principals.prose(reason),
      ...(rejection?.token === cid && rejection.name === name
        ? [' ', element('em', {}, 'Authorization stops here.')]
        : []),
    ),
  )
}

function tokenButton(name: string, { open }: PictureOptions): HTMLElement {
  const button = element('button', { type: 'button', class: 'token-link' }, name)
  button.addEventListener('click', () => open(name))
  return button
}
