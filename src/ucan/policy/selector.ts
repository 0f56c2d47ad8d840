import { Issue, quote, tooMany } from '../../codec/error.js'

/**
 * A path to the part of the arguments that a statement is about. `.` selects all
 * arguments, `.name` and `.["name"]` a field, `.[0]` and `.[-1]` an item or a
 * character, `.[1:3]` a slice, and `.[]` all items. Within `all` and `any`, the path
 * starts at the item. Segments can be combined, as in `.details.tags[0]`. A segment
 * with a `?` after it selects null where it would otherwise select nothing.
 *
 * @see https://github.com/ucan-wg/delegation#selectors
 */
export type Selector = `.${string}`

/** One step of a selector. Without `end`, a slice extends to the end of the value. */
export type Segment = { readonly isOptional: boolean } & (
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly start: number; readonly end: number | undefined }
  | { readonly kind: 'iterator' }
)

/** The limit of segments in a selector, identities (`.`) not counted. */
export const MAX_SEGMENTS = 64

/** One segment: a dot alone, a field, or one of the forms in brackets, each with an optional `?`. */
const SEGMENT =
  /(?:(?<dot>\.)(?<field>[a-zA-Z_][a-zA-Z0-9$_-]*)?|\[(?:(?<iterator>\])|(?<index>-?[0-9]+)\]|"(?<quoted>(?:[^"\\]|\\[^])*)"\]|(?<slice>(?<start>-?[0-9]+)?:(?<end>-?[0-9]+)?)\]))(?<optional>\?)?/uy

/**
 * Parses a selector. Throws an `Issue` for a malformed selector, and for more than 64 segments.
 *
 * @param offset the byte offset of the error, if the selector is part of an encoded policy
 */
export function parseSelector(selector: string, offset?: number): Segment[] {
  const segments: Segment[] = []
  let position = 0
  let isIdentity = false
  if (!selector.startsWith('.')) throw invalid(selector, 'it must start with a dot', offset)
  while (position < selector.length) {
    SEGMENT.lastIndex = position
    const groups = SEGMENT.exec(selector)?.groups
    if (groups === undefined)
      throw invalid(
        selector,
        `expected .name, ["name"], [0], [1:3] or [] at character ${position + 1}`,
        offset,
      )
    position = SEGMENT.lastIndex
    const segment = segmentOf(groups)
    if (segment === 'invalid')
      throw invalid(
        selector,
        `expected an index or slice of safe integers, such as [0] or [1:], before character ${position + 1}`,
        offset,
      )
    if (segment !== undefined) segments.push(segment)
    if (isIdentity && groups['dot'] !== undefined)
      throw invalid(selector, 'two dots without a segment between them', offset)
    isIdentity = segment === undefined
    if (segments.length > MAX_SEGMENTS) throw tooMany('segments', MAX_SEGMENTS, offset)
  }
  return segments
}

function invalid(selector: string, reason: string, offset: number | undefined): Issue {
  return new Issue('syntax', `invalid selector ${quote(selector)}: ${reason}`, offset)
}

type Groups = Readonly<Record<string, string | undefined>>

/** Returns the segment. Returns `undefined` for an identity, and `'invalid'` for `[:]` and for a number that is not a safe integer. */
function segmentOf(groups: Groups): Segment | 'invalid' | undefined {
  const { field, iterator, index, quoted, slice } = groups
  const isOptional = groups['optional'] !== undefined
  if (field !== undefined) return { kind: 'field', name: field, isOptional }
  if (iterator !== undefined) return { kind: 'iterator', isOptional }
  if (quoted !== undefined) return { kind: 'field', name: quoted, isOptional }
  if (index !== undefined) {
    const number = Number(index)
    return Number.isSafeInteger(number) ? { kind: 'index', index: number, isOptional } : 'invalid'
  }
  if (slice === undefined) return undefined
  const start = groups['start'] === undefined ? 0 : Number(groups['start'])
  const end = groups['end'] === undefined ? undefined : Number(groups['end'])
  const isValid = slice !== ':' && Number.isSafeInteger(start) && Number.isSafeInteger(end ?? 0)
  return isValid ? { kind: 'slice', start, end, isOptional } : 'invalid'
}
