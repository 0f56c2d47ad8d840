import { OPEN_LIST, OPEN_MAP } from '../codec/json/characters.js'
import type { Format } from './part.js'

/** Encoded bytes, and how the input represents them. */
export interface Source {
  readonly bytes: Uint8Array
  readonly format: Format
  /** The text encoding of the input. `base64` includes base64url. `undefined` if the input is the bytes themselves. */
  readonly textEncoding: 'hex' | 'base64' | undefined
}

const SPACE = [0x20, 0x09, 0x0a, 0x0d]
const HEX = /^(?:0x)?([0-9a-f]+)$/i
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/

/**
 * Detects the format and the text encoding of an input, and returns its bytes. The
 * format is CBOR or DAG-JSON. The text encoding is hex, base64 or base64url. White space
 * in hex or base64, and the prefix `0x` of hex, are ignored. For any other input, the
 * returned bytes fail to decode.
 *
 * Every type is a map or a tuple, so the first byte of a value is not ASCII in CBOR.
 * In DAG-JSON, the first byte after any white space is a brace or a bracket.
 *
 * Base64 is not mistaken for hex. Base64 of CBOR starts with one of `g` to `v`. Base64
 * of DAG-JSON starts with `W`, `ew` or `ey`. Base64 of `{}` is `e30`, which has an odd
 * length. Base64 of white space before DAG-JSON starts with `I`, `C` or `D`. The character
 * after `C` or `D` is not a hex digit.
 */
export function sourceOf(input: Uint8Array): Source {
  const format = formatOf(input)
  if (input[0]! >= 0x80 || format === 'json')
    return { bytes: input, format, textEncoding: undefined }
  const compact = new TextDecoder().decode(input).replaceAll(/\s+/g, '')
  const hex = HEX.exec(compact)?.[1]
  if (hex !== undefined && hex.length % 2 === 0) {
    return decodeText(hex.match(/../g)!, (digits) => Number.parseInt(digits, 16), 'hex')
  }
  const base64 = compact.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (BASE64.test(compact) && base64.length % 4 !== 1) {
    return decodeText(atob(base64), (character) => character.charCodeAt(0), 'base64')
  }
  return { bytes: input, format: 'json', textEncoding: undefined }
}

function decodeText(
  digits: Iterable<string>,
  byteOf: (digit: string) => number,
  textEncoding: Source['textEncoding'],
): Source {
  const bytes = Uint8Array.from(digits, byteOf)
  return { bytes, format: formatOf(bytes), textEncoding }
}

/** Detects whether bytes are CBOR or DAG-JSON, by the first byte that is not white space. */
export function formatOf(bytes: Uint8Array): Source['format'] {
  const first = bytes.find((byte) => !SPACE.includes(byte))
  return first === undefined || first === OPEN_MAP || first === OPEN_LIST ? 'json' : 'cbor'
}
