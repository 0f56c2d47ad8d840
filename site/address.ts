import { toHex } from '../src/inspector/words.js'

/** The names of the page's tools. The name of a tool is also the id of its section. */
export const tools = ['inspect', 'policy', 'arguments', 'commands'] as const

export type Tool = (typeof tools)[number]

/** The part of the page's state that a URL can contain: a tool, and the tool's inputs by name. */
export interface Address {
  readonly tool: Tool
  readonly inputs: Readonly<Record<string, string>>
}

/** Matches text without control characters or U+FFFD, which a `TextDecoder` inserts for invalid UTF-8. */
const PRINTABLE = /^[^\p{Cc}\ufffd]*$/u
const HEX = /^(?:[0-9a-f]{2})+$/

/**
 * Formats the fragment of a URL, such as `#policy?policy=W10`. Browsers never send the
 * fragment to a server. Each input is encoded in base64url. If the input is hex of bytes
 * that are not printable, these bytes are encoded. Otherwise, the UTF-8 of the input is
 * encoded. Empty inputs are omitted.
 */
export function formatAddress({ tool, inputs }: Address): string {
  const fields = Object.entries(inputs)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}=${toBase64url(text)}`)
  return fields.length === 0 ? `#${tool}` : `#${tool}?${fields.join('&')}`
}

/**
 * Parses the fragment of a URL. Returns `undefined` if the fragment does not name a
 * tool. `#value=oA` is short for `#inspect?value=oA`. An input that is not valid
 * base64url is kept unchanged.
 */
export function parseAddress(fragment: string): Address | undefined {
  const text = fragment.replace(/^#/, '')
  const [name, query] = text.startsWith('value=') ? ['inspect', text] : text.split('?', 2)
  const tool = tools.find((one) => one === name)
  if (tool === undefined) return undefined
  const inputs: Record<string, string> = {}
  for (const [key, base64url] of new URLSearchParams(query)) inputs[key] = fromBase64url(base64url)
  return { tool, inputs }
}

function toBase64url(text: string): string {
  const bytes = bytesOf(text)
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64url(base64url: string): string {
  let binary
  try {
    binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return base64url
  }
  return textOfBytes(Uint8Array.from(binary, (character) => character.charCodeAt(0)))
}

/**
 * Converts bytes to the text of an input: UTF-8 if all of it is printable, otherwise hex.
 * Line breaks and tabs count as printable.
 */
export function textOfBytes(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  if (PRINTABLE.test(text.replaceAll(/[\n\r\t]/g, ' '))) return text
  return toHex(bytes)
}

/** Decodes hex of bytes that are not printable. Encodes all other text in UTF-8. */
function bytesOf(text: string): Uint8Array {
  const hex = text.trim().toLowerCase()
  if (HEX.test(hex)) {
    const bytes = Uint8Array.from(hex.match(/../g)!, (digits) => Number.parseInt(digits, 16))
    if (textOfBytes(bytes) === hex) return bytes
  }
  return new TextEncoder().encode(text)
}
