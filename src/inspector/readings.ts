import { quote } from '../codec/error.js'
import { bytes } from '../codec/kinds/bytes.js'

/** One way to read an input: the bytes, and the text encoding that was removed. */
export interface Reading {
  /** The text encoding that was removed, such as `['hex']`. Empty if none was removed. */
  readonly layers: readonly Layer[]
  readonly bytes: Uint8Array
  /** What is wrong with damaged hex. `undefined` for any other reading. */
  readonly damage: string | undefined
}

/**
 * A text encoding. `header` is a header `X-UCAN-Container: …`, `base64` includes
 * base64url, and `DAG-JSON` is a byte string in DAG-JSON.
 */
export type Layer = 'header' | 'hex' | 'base64' | 'DAG-JSON'

/** Matches the name and value of the header, in a line of HTTP or quoted in a shell command. */
const HEADER = /x-ucan-container["']?\s*:\s*["']?([\w+/=-]+)/i
const HEX = /^(?:0x)?([0-9a-f]+)$/i
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/
/** Matches text that starts like a container in a base64 form. */
const CONTAINER = /^[BCEF]/
/** The minimum share of hex digits in text that counts as hex with wrong characters. In base64, about a third of the characters are hex digits. */
const NEARLY_HEX = 0.9
/** The minimum length, in characters, of text that counts as hex with wrong characters. */
const LEAST_HEX = 12

/**
 * Returns the ways to read an input, the likeliest first. Text that may be hex or base64
 * is decoded, without its white space. Text that may be both has a reading for each. Text
 * that starts like a container in base64 has one more reading, which comes first: the text
 * itself, without its white space. Damaged hex has a reading with `damage`. A header
 * `X-UCAN-Container` or a byte string in DAG-JSON has one reading. Any other input also
 * has one reading: the input itself.
 */
export function readingsOf(input: Uint8Array): Reading[] {
  const asIs: Reading = { layers: [], bytes: input, damage: undefined }
  const text = textOf(input)
  if (text === undefined) return [asIs]
  const isJson = /^\s*[[{]/.test(text)
  const header = isJson ? undefined : HEADER.exec(text)?.[1]
  if (header !== undefined) {
    return [{ layers: ['header'], bytes: new TextEncoder().encode(header), damage: undefined }]
  }
  const json = bytesInJson(text)
  if (json !== undefined) return [{ layers: ['DAG-JSON'], bytes: json, damage: undefined }]
  if (isJson) return [asIs]
  const compact = text.replaceAll(/\s+/g, '')
  const readings = [hexReading(compact), base64Reading(compact)].filter(
    (reading) => reading !== undefined,
  )
  if (CONTAINER.test(compact) && (BASE64.test(compact) || !/\s/.test(text.trim()))) {
    return [{ ...asIs, bytes: new TextEncoder().encode(compact) }, ...readings]
  }
  // Text in no supported encoding is returned unchanged. The caller reports why it can't be decoded.
  return readings.length === 0 ? [asIs] : readings
}

/**
 * Decodes UTF-8 text. Returns `undefined` for bytes that are not UTF-8, or that have
 * control characters below U+0020 other than tabs and line breaks.
 */
export function textOf(input: Uint8Array): string | undefined {
  if (input.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) {
    return undefined
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(input)
  } catch {
    return undefined
  }
}

function hexReading(compact: string): Reading | undefined {
  const layers = ['hex'] as const
  const digits = HEX.exec(compact)?.[1]
  if (digits === undefined) {
    const foreign = compact.replaceAll(/^0x|[0-9a-f]/gi, '')
    const isNearly =
      compact.length >= LEAST_HEX && compact.length - foreign.length >= NEARLY_HEX * compact.length
    if (!isNearly) return undefined
    const position = 1 + (/[^0-9a-f]/i.exec(compact.replace(/^0x/i, '00'))?.index ?? 0)
    const [character = ''] = foreign
    const damage = `${quote(character)} at character ${position} is not a hex digit (white space is not counted)`
    return { layers, bytes: new Uint8Array(0), damage }
  }
  const isOdd = digits.length % 2 === 1
  const decoded = Uint8Array.from({ length: digits.length >> 1 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  )
  if (!isOdd) return { layers, bytes: decoded, damage: undefined }
  const damage = `hex has ${digits.length} digits, an odd number: a digit is missing or extra`
  return { layers, bytes: decoded, damage }
}

function base64Reading(compact: string): Reading | undefined {
  const base64 = compact.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (!BASE64.test(compact) || base64.length % 4 === 1) return undefined
  const decoded = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  return { layers: ['base64'], bytes: decoded, damage: undefined }
}

/** Decodes a byte string in DAG-JSON: `{"/":{"bytes":"…"}}`. */
function bytesInJson(text: string): Uint8Array | undefined {
  if (!/^\s*\{\s*"\/"/.test(text)) return undefined
  try {
    return bytes.json.parse(text.trim())
  } catch {
    return undefined
  }
}
