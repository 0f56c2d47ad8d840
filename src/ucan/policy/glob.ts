import { Unmatchable } from './budget.js'

/** A parsed pattern of `like`: the strings that its stars separate. A star matches zero or more characters. */
export type Glob = readonly string[]

/** Characters that only the reference treats as special: it skips U+0000 or ends the pattern there, and rejects U+FFFD. */
const SPECIAL = /[?[{\0\uFFFD]/
/** An escaped star or backslash, or any other character. */
const PARTS = /\\[*\\]|[^]/g

/**
 * Parses a pattern. A backslash escapes a star or a backslash. Returns `undefined`
 * for a pattern that the reference rejects, or interprets differently from the
 * specification.
 */
export function parseGlob(pattern: string): Glob | undefined {
  if (SPECIAL.test(pattern)) return undefined
  const literals = ['']
  for (const [part] of pattern.matchAll(PARTS)) {
    if (part === '\\') return undefined
    if (part === '*') literals.push('')
    else literals[literals.length - 1] += part.at(-1)!
  }
  return literals
}

/**
 * Returns whether a string matches a pattern, in time linear in the lengths of both. Throws
 * `Unmatchable` if the start and the end of the pattern overlap in the string: in the
 * reference, `aba` matches `ab*ba`.
 */
export function matchGlob(literals: Glob, string: string): boolean {
  const first = literals[0]!
  if (literals.length === 1) return string === first
  const last = literals.at(-1)!
  if (!string.startsWith(first) || !string.endsWith(last)) return false
  const end = string.length - last.length
  if (first.length > end) {
    throw new Unmatchable('the start and the end of its pattern overlap in the string')
  }
  let position = first.length
  for (const literal of literals.slice(1, -1)) {
    position = endOf(literal, string, position, end)
    if (position < 0) return false
  }
  return true
}

/**
 * Returns the end of the first occurrence of a literal between two positions, or -1.
 * Uses the algorithm of Knuth, Morris and Pratt, because `indexOf` takes quadratic
 * time for some strings.
 */
function endOf(literal: string, string: string, from: number, to: number): number {
  const borders = bordersOf(literal)
  let matched = 0
  for (let i = from; matched < literal.length; i++) {
    if (i >= to) return -1
    while (matched > 0 && string[i] !== literal[matched]) matched = borders[matched - 1]!
    if (string[i] === literal[matched]) matched++
    if (matched === literal.length) return i + 1
  }
  return from
}

/** Returns the length of the longest border of each prefix of a literal. A border is a proper prefix that is also a suffix. */
function bordersOf(literal: string): number[] {
  const borders: number[] = []
  let matched = 0
  for (let i = 0; i < literal.length; i++) {
    while (matched > 0 && literal[i] !== literal[matched]) matched = borders[matched - 1]!
    if (i > 0 && literal[i] === literal[matched]) matched++
    borders.push(matched)
  }
  return borders
}
