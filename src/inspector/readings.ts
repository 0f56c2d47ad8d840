import { bytes } from '../codec/kinds/bytes.js'

/** One way to read an input: the bytes, and the text encodings that were removed. */
export interface Reading {
  /** What was removed, outermost first: `['header', 'hex']`. Empty for the input itself. */
  readonly layers: readonly Layer[]
  readonly bytes: Uint8Array
  /** Why the input can't be decoded, although it looks like this encoding. `undefined` if it can. */
  readonly damage: string | undefined
}

/**
 * A text encoding, `header` for a line `X-UCAN-Container: …`, or `DAG-JSON` for a
 * byte string in DAG-JSON.
 */
export type Layer = 'header' | 'hex' | 'base64' | 'DAG-JSON'

/** The name and value of the header: in a line of HTTP, or quoted in a command. */
const HEADER = /x-ucan-container["']?\s*:\s*["']?([\w+/=-]+)/i
const HEX = /^(?:0x)?([0-9a-f]+)$/i
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/
/** The share of hex digits in text that counts as damaged hex. In base64, about a third are hex digits. */
const NEARLY_HEX = 0.9
/** The minimum length, in characters, of text that counts as damaged hex. */
const LEAST_HEX = 12

/**
 * Returns the ways to read an input, the likeliest first: unchanged, and for text
 * also with its text encoding removed. White space in hex and base64 is ignored.
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
  // Other text is read unchanged: it may be a container in base64. If it is not one, the
  // error of this reading is reported.
  const isContainer = /^[BCEF]/.test(compact) && /^\s*\S+\s*$/.test(text)
  return isContainer || readings.length === 0 ? [asIs, ...readings] : readings
}

/** Decodes an input that is text. Returns `undefined` for other bytes. */
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
      compact.length >= LEAST_HEX && foreign.length <= (1 - NEARLY_HEX) * compact.length
    if (!isNearly) return undefined
    const position = 1 + (/[^0-9a-f]/i.exec(compact.replace(/^0x/i, '00'))?.index ?? 0)
    const damage = `${JSON.stringify(foreign.slice(0, 1))} at character ${position} is not a hex digit`
    return { layers, bytes: new Uint8Array(0), damage }
  }
  const isOdd = digits.length % 2 === 1
  const decoded = Uint8Array.from({ length: digits.length >> 1 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  )
  if (!isOdd) return { layers, bytes: decoded, damage: undefined }
  const damage = `it has ${digits.length} digits, an odd number: a digit is missing or extra`
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
