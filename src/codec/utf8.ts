import { Refusal } from './error.js'

/**
 * How many bytes `text` takes in UTF-8. Refuses a lone surrogate, and a text
 * of more than `limit` bytes; `offset` is where the text was read.
 */
export function utf8Length(text: string, limit: number, offset?: number): number {
  let length = text.length
  if (length > limit) throw tooLong(limit, offset)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    if (unit < 0x800) length += 1
    else {
      // A pair stands for four bytes, two for each of its units.
      if (isSurrogate(unit)) {
        if (!isPair(unit, text.charCodeAt(i + 1))) throw loneSurrogate(offset)
        i++
      }
      length += 2
    }
  }
  if (length > limit) throw tooLong(limit, offset)
  return length
}

export function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800
}

/** Whether the two units are a surrogate pair; the second may be NaN. */
export function isPair(high: number, low: number): boolean {
  return (high & 0xfc00) === 0xd800 && (low & 0xfc00) === 0xdc00
}

export function tooLong(limit: number, offset?: number): Refusal {
  return new Refusal('too-long', `longer than ${limit} bytes`, offset)
}

export function loneSurrogate(offset?: number): Refusal {
  return new Refusal('invalid-utf8', 'text with a lone surrogate', offset)
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
