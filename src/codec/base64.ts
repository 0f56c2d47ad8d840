/** The standard alphabet (RFC 4648, section 4). DAG-JSON uses it without padding. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const DIGITS = /* @__PURE__ */ Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0))
/** The value of a byte that is not a digit. */
const INVALID = 0x40
const VALUES = /* @__PURE__ */ digitValues()

function digitValues(): Uint8Array {
  const table = new Uint8Array(0x100).fill(INVALID)
  DIGITS.forEach((digit, value) => (table[digit] = value))
  return table
}

/** Returns the number of digits for `size` bytes, without padding. */
export function base64Length(size: number): number {
  return Math.ceil((size * 4) / 3)
}

/** Returns the number of bytes that `digits` digits encode. */
export function base64Size(digits: number): number {
  return Math.floor((digits * 3) / 4)
}

/**
 * Encodes the first `size` bytes of `source` without padding into `out` at `length`, and
 * returns the new length. `out` must be long enough.
 */
export function writeBase64(
  out: Uint8Array,
  length: number,
  source: Uint8Array,
  size: number,
): number {
  let i = 0
  for (; i + 2 < size; i += 3) {
    const bits = (source[i]! << 16) | (source[i + 1]! << 8) | source[i + 2]!
    out[length++] = DIGITS[bits >> 18]!
    out[length++] = DIGITS[(bits >> 12) & 63]!
    out[length++] = DIGITS[(bits >> 6) & 63]!
    out[length++] = DIGITS[bits & 63]!
  }
  if (i < size) {
    const first = source[i]!
    out[length++] = DIGITS[first >> 2]!
    if (i + 1 === size) out[length++] = DIGITS[(first & 3) << 4]!
    else {
      const second = source[i + 1]!
      out[length++] = DIGITS[((first & 3) << 4) | (second >> 4)]!
      out[length++] = DIGITS[(second & 15) << 2]!
    }
  }
  return length
}

/**
 * Decodes the base64 between `start` and `end`. Returns `undefined` if the base64 is not
 * canonical. It is not canonical if it has a byte outside of the alphabet, a single digit
 * after the last group of four, or an unused bit that is set.
 */
export function readBase64(
  source: Uint8Array,
  start: number,
  end: number,
): Uint8Array<ArrayBuffer> | undefined {
  const out = new Uint8Array(base64Size(end - start))
  let seen = 0
  let length = 0
  let i = start
  for (; i + 3 < end; i += 4) {
    const a = VALUES[source[i]!]!
    const b = VALUES[source[i + 1]!]!
    const c = VALUES[source[i + 2]!]!
    const d = VALUES[source[i + 3]!]!
    seen |= a | b | c | d
    const bits = (a << 18) | (b << 12) | (c << 6) | d
    out[length++] = bits >> 16
    out[length++] = (bits >> 8) & 0xff
    out[length++] = bits & 0xff
  }
  const rest = end - i
  if (rest === 0) return seen < INVALID ? out : undefined
  if (rest === 1) return undefined
  const a = VALUES[source[i]!]!
  const b = VALUES[source[i + 1]!]!
  const c = rest === 3 ? VALUES[source[i + 2]!]! : 0
  seen |= a | b | c
  const bits = (a << 18) | (b << 12) | (c << 6)
  out[length++] = bits >> 16
  if (rest === 3) out[length++] = (bits >> 8) & 0xff
  return seen < INVALID && (bits & (rest === 3 ? 0xff : 0xffff)) === 0 ? out : undefined
}
