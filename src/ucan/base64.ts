import { base64Length, readBase64, writeBase64 } from '../codec/base64.js'

const PAD = 0x3d

/** Encodes bytes as padded base64 (RFC 4648, section 4), in ASCII. */
export function toBase64(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const ascii = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  return ascii.fill(PAD, writeBase64(ascii, 0, bytes, bytes.length))
}

/** Decodes canonical base64 with padding. Returns `undefined` for anything else. */
export function fromBase64(ascii: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (ascii.length % 4 !== 0) return undefined
  let end = ascii.length
  while (end > ascii.length - 2 && ascii[end - 1] === PAD) end--
  return readBase64(ascii, 0, end)
}

/** The digits that differ between base64 and base64url (RFC 4648, section 5). */
const PLUS = 0x2b
const SLASH = 0x2f
const MINUS = 0x2d
const UNDERSCORE = 0x5f

/** Encodes bytes as base64url without padding, in ASCII. */
export function toBase64url(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const ascii = new Uint8Array(base64Length(bytes.length))
  writeBase64(ascii, 0, bytes, bytes.length)
  return ascii.map((digit) => (digit === PLUS ? MINUS : digit === SLASH ? UNDERSCORE : digit))
}

/** Decodes canonical base64url without padding. Returns `undefined` for anything else. */
export function fromBase64url(ascii: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  return readBase64(ascii.map(standardDigit), 0, ascii.length)
}

/**
 * Converts a base64url digit to the base64 digit of the same value, both in ASCII. Returns
 * NUL for `+` and `/`, which are not base64url digits. {@link readBase64} rejects NUL.
 */
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
