import { Refusal } from './error.js'

/**
 * Refuses a lone surrogate, and a text of more than `limit` bytes in UTF-8;
 * `offset` is where the text was read.
 */
export function checkText(text: string, limit: number, offset?: number): void {
  // No unit takes more than three bytes.
  if (text.length * 3 > limit && utf8Length(text) > limit) throw tooLong(limit, offset)
  if (!text.isWellFormed()) throw new Refusal('invalid-utf8', 'text with a lone surrogate', offset)
}

/** How many bytes a text takes in UTF-8; a lone surrogate counts as two. */
export function utf8Length(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // A surrogate pair stands for four bytes, two for each of its units.
    if (unit > 0x7f) length += unit < 0x800 || isSurrogate(unit) ? 1 : 2
  }
  return length
}

function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800
}

export function tooLong(limit: number, offset?: number): Refusal {
  return new Refusal('too-long', `longer than ${limit} bytes`, offset)
}

/**
 * Orders two texts by the bytes of their UTF-8, which is the order of their
 * code points. JavaScript's `<` goes by UTF-16 units and differs from it where
 * a surrogate meets a unit above the surrogates.
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
