import { Issue, tooLong } from './error.js'

/**
 * Rejects a lone surrogate, and a string of more than `limit` bytes in UTF-8.
 * `offset` is the byte offset of a decoded string.
 */
export function checkString(string: string, limit: number, offset?: number): void {
  // A UTF-16 unit takes at most three bytes.
  if (string.length * 3 > limit && utf8Length(string) > limit) {
    throw tooLong('string', limit, offset)
  }
  if (!string.isWellFormed()) {
    throw new Issue('invalid-utf8', 'string with a lone surrogate', offset)
  }
}

/** Returns the length of a string in UTF-8 bytes. A lone surrogate counts as two. */
export function utf8Length(string: string): number {
  let length = string.length
  for (let i = 0; i < string.length; i++) {
    const unit = string.charCodeAt(i)
    // A surrogate pair takes four bytes, two for each of its units.
    if (unit > 0x7f) length += unit < 0x800 || isSurrogate(unit) ? 1 : 2
  }
  return length
}

function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800
}

/**
 * Compares two strings by their UTF-8 bytes, which is the order of their code
 * points. JavaScript's `<` compares UTF-16 units: it sorts a surrogate pair
 * before U+E000 to U+FFFF.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) {
      const surrogate = isSurrogate(x)
      return surrogate === isSurrogate(y) ? x - y : surrogate ? 1 : -1
    }
  }
  return a.length - b.length
}
