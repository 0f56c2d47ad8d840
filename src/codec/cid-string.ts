import { invalidLink, decodeCID } from './cid.js'
import { quote, tooLong } from './error.js'
import { limits } from './limits.js'
import { decodeAscii } from './platform.js'

const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz'
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/**
 * Formats the bytes of a CID in the default base of its version: base32 for
 * version 1, base58btc without a prefix for version 0.
 */
export function formatCID(bytes: Uint8Array, size: number): string {
  return bytes[0] === 1 ? formatBase32(bytes, size) : formatBase58(bytes, size)
}

/**
 * Parses a CID of version 1 in base32, base36 or base58btc, or a CID of version 0
 * in base58btc without a prefix. Returns its bytes. Only the canonical spelling
 * of each base is accepted: a CID has one string per base. Throws an `Issue`:
 * `too-long` for more than 512 bytes (128 in base36 and base58btc), `invalid-link`
 * for any other invalid string.
 */
export function parseCIDString(string: string, offset?: number): Uint8Array<ArrayBuffer> {
  const bytes = decode(string, offset)
  if (bytes === undefined) {
    throw invalidLink(`expected CID, received ${quote(string)}`, offset)
  }
  const { version } = decodeCID(bytes, bytes.length, offset)
  if ((version === 0) !== (string[0] === 'Q')) {
    const prefix = version === 0 ? 'with a base prefix' : 'without a base prefix'
    throw invalidLink(`CID of version ${version} ${prefix}`, offset)
  }
  return bytes
}

function decode(string: string, offset?: number): Uint8Array<ArrayBuffer> | undefined {
  switch (string[0]) {
    case 'b':
      return parseBase32(string, offset)
    case 'k':
      return parseBase(BASE36, string, 1, offset)
    case 'z':
      return parseBase(BASE58, string, 1, offset)
    case 'Q':
      return parseBase(BASE58, string, 0, offset)
    default:
      return undefined
  }
}

function formatBase32(bytes: Uint8Array, size: number): string {
  const out = new Uint8Array(1 + Math.ceil((size * 8) / 5))
  let length = 0
  let bits = 0
  let bitCount = 0
  out[length++] = 0x62
  for (let i = 0; i < size; i++) {
    bits = (bits << 8) | bytes[i]!
    bitCount += 8
    while (bitCount >= 5) {
      bitCount -= 5
      out[length++] = base32Digit((bits >> bitCount) & 31)
    }
    bits &= 31
  }
  if (bitCount > 0) out[length++] = base32Digit((bits << (5 - bitCount)) & 31)
  return decodeAscii(out, 0, length)
}

/** Returns the character code for five bits: a to z, then 2 to 7. */
function base32Digit(value: number): number {
  return value < 26 ? 0x61 + value : 0x18 + value
}

function parseBase32(string: string, offset?: number): Uint8Array<ArrayBuffer> | undefined {
  const size = Math.floor(((string.length - 1) * 5) / 8)
  if (size > limits.cid) throw tooLong('CID', limits.cid, offset)
  const out = new Uint8Array(size)
  let length = 0
  let bits = 0
  let bitCount = 0
  for (let i = 1; i < string.length; i++) {
    const character = string.charCodeAt(i)
    const isLetter = character >= 0x61 && character <= 0x7a
    if (!isLetter && (character < 0x32 || character > 0x37)) return undefined
    bits = ((bits & 0xff) << 5) | (character - (isLetter ? 0x61 : 0x18))
    bitCount += 5
    if (bitCount >= 8) {
      bitCount -= 8
      out[length++] = (bits >> bitCount) & 0xff
    }
  }
  const spare = bits & ((1 << bitCount) - 1)
  return bitCount < 5 && spare === 0 ? out : undefined
}

/**
 * Parses the digits of a base that is not a power of two, from `start` on. A
 * leading zero digit is a zero byte, so each byte string has one spelling.
 * Returns `undefined` for a character that is not a digit. Throws an `Issue` for more
 * than 128 bytes.
 */
function parseBase(
  alphabet: string,
  string: string,
  start: number,
  offset?: number,
): Uint8Array<ArrayBuffer> | undefined {
  const limit = limits.cidInBase36Or58
  let zeros = start
  while (string[zeros] === alphabet[0]) zeros++
  // Little-endian bytes of the number.
  const number: number[] = []
  for (let i = zeros; i < string.length; i++) {
    let carry = alphabet.indexOf(string[i]!)
    if (carry < 0) return undefined
    for (let j = 0; j < number.length; j++) {
      carry += number[j]! * alphabet.length
      number[j] = carry & 0xff
      carry >>= 8
    }
    if (carry > 0) number.push(carry)
    if (number.length > limit) break
  }
  const size = zeros - start + number.length
  if (size > limit) throw tooLong('CID in base36 or base58btc', limit, offset)
  return Uint8Array.from({ length: size }, (_, i) => number[size - 1 - i] ?? 0)
}

function formatBase58(bytes: Uint8Array, size: number): string {
  // Little-endian digits of the number. A CID of version 0 starts with 0x12, so it has no leading zero bytes.
  const digits: number[] = []
  for (let i = 0; i < size; i++) {
    let carry = bytes[i]!
    for (let j = 0; j < digits.length; j++) {
      carry += digits[j]! * 256
      digits[j] = carry % 58
      carry = Math.floor(carry / 58)
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) digits.push(carry % 58)
  }
  return digits
    .toReversed()
    .map((digit) => BASE58[digit]!)
    .join('')
}
