import { base64Size, readBase64, writeBase64 } from '../codec/json/base64.js'

const PAD = 0x3d

/** `bytes` in base64, padded (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  return text.fill(PAD, writeBase64(text, 0, bytes))
}

/** The bytes that a text in padded base64 stands for; undefined where it is none. */
export function fromBase64(text: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 !== 0) return undefined
  let end = text.length
  while (end > text.length - 2 && text[end - 1] === PAD) end--
  return fromDigits(text.subarray(0, end))
}

function fromDigits(digits: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(base64Size(digits.length))
  return readBase64(digits, 0, digits.length, bytes) ? bytes : undefined
}

/** The digits of the standard alphabet, and those of the one for URLs (RFC 4648, section 5). */
const PLUS = 0x2b
const SLASH = 0x2f
const MINUS = 0x2d
const UNDERSCORE = 0x5f

/** `bytes` in base64 for URLs, without padding. */
export function toBase64url(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  writeBase64(text, 0, bytes)
  return text.map((digit) => (digit === PLUS ? MINUS : digit === SLASH ? UNDERSCORE : digit))
}

/** The bytes that a text in base64 for URLs stands for; undefined where it is none. */
export function fromBase64url(text: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  return fromDigits(text.map(standardDigit))
}

/** A digit of the other alphabet as one of the standard; 0, which is no digit, for any of that. */
function standardDigit(digit: number): number {
  switch (digit) {
    case MINUS:
      return PLUS
    case UNDERSCORE:
      return SLASH
    case PLUS:
    case SLASH:
      return 0
    default:
      return digit
  }
}
