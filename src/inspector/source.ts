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
  const first = input.find((byte) => !SPACE.includes(byte))
  if (first === undefined || first === OPEN_MAP) {
    return { bytes: input, format: 'json', wrapping: undefined }
  }
  if (first >= 0x80) return { bytes: input, format: 'cbor', wrapping: undefined }
  const compact = new TextDecoder().decode(input).replaceAll(/\s+/g, '')
  const hex = HEX.exec(compact)?.[1]
  if (hex !== undefined && hex.length % 2 === 0) {
    const bytes = Uint8Array.from(hex.match(/../g)!, (digits) => Number.parseInt(digits, 16))
    return { ...sourceOf(bytes), wrapping: 'hex' }
  }
  const base64 = compact.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (BASE64.test(compact) && base64.length % 4 !== 1) {
    const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))
    return { ...sourceOf(bytes), wrapping: 'base64' }
  }
  return { bytes: input, format: 'json', wrapping: undefined }
}
