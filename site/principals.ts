import { escapeInvisible } from '../src/codec/error.js'
import { element } from './element.js'

/** The maximum number of principals that are searched for in messages, so that the page stays fast. */
const MAX_NAMED = 100
/** The number of CSS classes that color principals: `color-0` to `color-5`. */
const COLORS = 6
/** The maximum length of a DID that is shown in full, in characters. */
const LONGEST = 34

/** The principals of a capture and of its authorization check. Each has a label: `A` to `Z`, then `P27` onward. */
export class Principals {
  readonly #roles = new Map<string, Set<string>>()
  #pattern: RegExp | undefined

  /** Adds a principal, or another role of a principal. Ignores `null` and `undefined`. */
  add(did: string | null | undefined, role?: string): void {
    if (did === null || did === undefined) return
    const roles = this.#roles.get(did) ?? new Set()
    if (role !== undefined) roles.add(role)
    this.#roles.set(did, roles)
    this.#pattern = undefined
  }

  get entries(): ReadonlyArray<readonly [did: string, roles: readonly string[]]> {
    return [...this.#roles].map(([did, roles]) => [did, [...roles]])
  }

  /** Creates the label of a principal: `?` if the principal was not added. */
  badge(did: string): HTMLElement {
    const index = [...this.#roles.keys()].indexOf(did)
    const label = index < 0 ? '?' : index < 26 ? String.fromCharCode(65 + index) : `P${index + 1}`
    return element(
      'span',
      { class: `badge color-${(index + COLORS) % COLORS}`, title: escapeInvisible(did) },
      label,
    )
  }

  /** Creates the label and the DID of a principal. Shortens a long DID. */
  name(did: string): HTMLElement {
    const shown = escapeInvisible(did)
    return element(
      'span',
      { class: 'principal', title: shown },
      this.badge(did),
      ' ',
      element('code', {}, shortenedDID(shown)),
    )
  }

  /** Converts a message to nodes. The DIDs of the first 100 principals get labels, and CIDs that start with `bafy` are shortened. */
  prose(text: string): Array<Node | string> {
    return text.split(this.#separator()).map((part) => {
      if (this.#roles.has(part)) return this.name(part)
      if (CID.test(part)) {
        return element('code', { title: part }, `${part.slice(0, 8)}…${part.slice(-6)}`)
      }
      return escapeInvisible(part)
    })
  }

  #separator(): RegExp {
    const dids = [...this.#roles.keys()].slice(0, MAX_NAMED)
    const escaped = dids
      .sort((a, b) => b.length - a.length)
      .map((did) => did.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`) + END)
    this.#pattern ??= new RegExp(`(${[...escaped, String.raw`\bbafy[a-z2-7]{52,}\b`].join('|')})`)
    return this.#pattern
  }
}

/** The pattern of the end of a DID. It does not match if the next characters may continue the DID. */
const END = '(?![.:]?[A-Za-z0-9_%-])'
const CID = /^bafy[a-z2-7]{52,}$/

/** Shortens the middle of a long DID, since the start and the end distinguish DIDs. */
function shortenedDID(did: string): string {
  const characters = Array.from(did)
  if (characters.length <= LONGEST) return did
  return `${characters.slice(0, 14).join('')}…${characters.slice(-6).join('')}`
}
