import { escapeInvisible, formatPath } from '../codec/error.js'
import type { Part } from './part.js'
import type { Source } from './source.js'

const MAX_LENGTH = 200

/** Cuts a string off after 200 characters, and appends `…` if it was longer. */
export function shortened(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
}

/** Formats a number and its noun, such as `2 fields` or `1 field`. */
export function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}

/** Formats a scalar, such as `"us-east-1"`, `7`, `2 bytes` or a CID. */
export function wordsOf(value: unknown): string {
  if (value instanceof Uint8Array) return counted(value.length, 'byte', 'bytes')
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

/** Formats a part, such as `key details.region` or `region = "us-east-1"`. */
export function placeOf({ role, path, words }: Part): string {
  const place = escapeInvisible(formatPath(path))
  return role === 'value' ? `${place} = ${escapeInvisible(words)}` : `${role} ${place}`
}

/** Returns the name of an input's encoding, such as `CBOR in hex`. */
export function encodingOf({ format, textEncoding }: Source): string {
  const name = format === 'cbor' ? 'CBOR' : 'DAG-JSON'
  return textEncoding === undefined ? name : `${name} in ${textEncoding}`
}

/** Encodes bytes in hex, such as `0a1b`. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Formats bytes in hex, separated by spaces, such as `0a 1b`. */
export function toSpacedHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
