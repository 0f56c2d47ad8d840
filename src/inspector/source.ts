/** Encoded bytes, and what they were wrapped in. */
export interface Source {
  readonly bytes: Uint8Array
  readonly format: 'cbor' | 'json'
  readonly wrapping: 'hex' | 'base64' | undefined
}

const OPEN_MAP = 0x7b
const SPACE = [0x20, 0x09, 0x0a, 0x0d]
const HEX = /^(?:0x)?([0-9a-f]+)$/i
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/

/**
 * Finds out what an input is: CBOR or DAG-JSON, as it is or as text in hex or
 * base64, of either alphabet, with white space anywhere.
 *
 * Every type is a map, so that the first byte tells: CBOR's is beyond ASCII,
 * DAG-JSON's is a brace, and base64 of either starts with no digit of hex.
 */
export function sourceOf(input: Uint8Array): Source {
  const format = formatOf(input)
  if (input[0]! >= 0x80 || format === 'json') return { bytes: input, format, wrapping: undefined }
  const compact = new TextDecoder().decode(input).replaceAll(/\s+/g, '')
  const hex = HEX.exec(compact)?.[1]
  if (hex !== undefined && hex.length % 2 === 0) {
    return unwrapped(hex.match(/../g)!, (digits) => Number.parseInt(digits, 16), 'hex')
  }
  const base64 = compact.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (BASE64.test(compact) && base64.length % 4 !== 1) {
    return unwrapped(atob(base64), (character) => character.charCodeAt(0), 'base64')
  }
  return { bytes: input, format: 'json', wrapping: undefined }
}

function unwrapped(
  pieces: Iterable<string>,
  byteOf: (piece: string) => number,
  wrapping: Source['wrapping'],
): Source {
  const bytes = Uint8Array.from(pieces, byteOf)
  return { bytes, format: formatOf(bytes), wrapping }
}

function formatOf(bytes: Uint8Array): Source['format'] {
  const first = bytes.find((byte) => !SPACE.includes(byte))
  return first === undefined || first === OPEN_MAP ? 'json' : 'cbor'
}
