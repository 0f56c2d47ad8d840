import { readBase64, writeBase64 } from '../codec/base64.js'

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
  return readBase64(text, 0, end)
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
  return readBase64(text.map(standardDigit), 0, text.length)
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
