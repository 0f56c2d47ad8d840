import { allocate } from './memory.js'

/** The standard alphabet (RFC 4648, section 4), which DAG-JSON uses without padding. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const DIGITS = /* @__PURE__ */ Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0))
/** The value of a byte that is no digit. */
const NONE = 0x40
const VALUES = /* @__PURE__ */ values()

function values(): Uint8Array {
  const table = new Uint8Array(0x100).fill(NONE)
  DIGITS.forEach((digit, value) => (table[digit] = value))
  return table
}

/** Writes `source` in base64 at `length`, where there is room for it; returns the new length. */
export function writeBase64(out: Uint8Array, length: number, source: Uint8Array): number {
  let i = 0
  for (; i + 2 < source.length; i += 3) {
    const bits = (source[i]! << 16) | (source[i + 1]! << 8) | source[i + 2]!
    out[length++] = DIGITS[bits >> 18]!
    out[length++] = DIGITS[(bits >> 12) & 63]!
    out[length++] = DIGITS[(bits >> 6) & 63]!
    out[length++] = DIGITS[bits & 63]!
  }
  if (i < source.length) {
    const first = source[i]!
    out[length++] = DIGITS[first >> 2]!
    if (i + 1 === source.length) out[length++] = DIGITS[(first & 3) << 4]!
    else {
      const second = source[i + 1]!
      out[length++] = DIGITS[((first & 3) << 4) | (second >> 4)]!
      out[length++] = DIGITS[(second & 15) << 2]!
    }
  }
  return length
}

/** How many bytes so many digits of base64 stand for. */
function base64Size(digits: number): number {
  return Math.floor((digits * 3) / 4)
}

/**
 * The bytes that the base64 between `start` and `end` stands for. Undefined
 * where a byte is no digit, a digit is left over or bits beyond the last byte
 * are set, so that no two texts stand for the same bytes.
 */
export function readBase64(
  source: Uint8Array,
  start: number,
  end: number,
): Uint8Array<ArrayBuffer> | undefined {
  const out = allocate(base64Size(end - start))
  let seen = 0
  let bits = 0
  let length = 0
  let i = start
  for (; i + 3 < end; i += 4) {
    const a = VALUES[source[i]!]!
    const b = VALUES[source[i + 1]!]!
    const c = VALUES[source[i + 2]!]!
    const d = VALUES[source[i + 3]!]!
    seen |= a | b | c | d
    bits = (a << 18) | (b << 12) | (c << 6) | d
    out[length++] = bits >> 16
    out[length++] = (bits >> 8) & 0xff
    out[length++] = bits & 0xff
  }
  const rest = end - i
  if (rest === 0) return seen < NONE ? out : undefined
  if (rest === 1) return undefined
  const a = VALUES[source[i]!]!
  const b = VALUES[source[i + 1]!]!
  const c = rest === 3 ? VALUES[source[i + 2]!]! : 0
  seen |= a | b | c
  bits = (a << 18) | (b << 12) | (c << 6)
  out[length++] = bits >> 16
  if (rest === 3) out[length++] = (bits >> 8) & 0xff
  return seen < NONE && (bits & (rest === 3 ? 0xff : 0xffff)) === 0 ? out : undefined
}

/** A text as the bytes that `readBase64` takes; a character beyond ASCII is no digit there. */
function base64Digits(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => Math.min(character.charCodeAt(0), 0xff))
}

/** What a format that is text does with bytes. Types without bytes carry none of it. */
export interface Base64 {
  readonly size: typeof base64Size
  readonly read: typeof readBase64
  readonly write: typeof writeBase64
  readonly digits: typeof base64Digits
}

export const base64: Base64 = {
  size: base64Size,
  read: readBase64,
  write: writeBase64,
  digits: base64Digits,
}
