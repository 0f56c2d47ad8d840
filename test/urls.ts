import { difference } from './bytes.js'

/**
 * Returns whether two values are equal, with every string compared as a URL. URLs are
 * equal if they differ only in what the reference changes in a URL. The reference escapes
 * some characters, lowercases the scheme, and drops an empty fragment. It also drops an
 * empty authority if the path is empty.
 */
export function equalWithEquivalentURLs(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b || normal(a) === normal(b)
  if (a instanceof Uint8Array && b instanceof Uint8Array) return difference(a, b) === undefined
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  return (
    left.size === right.size &&
    [...left].every(
      ([key, value]) => right.has(key) && equalWithEquivalentURLs(value, right.get(key)),
    )
  )
}

/** Returns a comparable form of a URL, with one character for each byte. */
function normal(url: string): string {
  const units = Array.from(new TextEncoder().encode(url), (byte) => String.fromCharCode(byte))
  return units
    .join('')
    .replace(/#$/, '')
    .replace(/^([a-z][a-z\d+.-]*:)?\/\/(?=$|[?#])/i, '$1')
    .replace(/^[a-z][a-z\d+.-]*:/i, (scheme) => scheme.toLowerCase())
    .replaceAll(/%([\da-f]{2})/gi, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
}
