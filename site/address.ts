import { sourceOf } from '../src/inspector/source.js'

/** The state of the page that its URL can carry. */
export interface Address {
  readonly value: string
  readonly type: string
  readonly other: string
}

/** Formats the fragment of a URL. Browsers never send it to a server. */
export function formatAddress({ value, type, other }: Address): string {
  const fields = new URLSearchParams()
  if (value !== '') fields.set('value', toBase64url(value))
  if (type !== '') fields.set('type', type)
  if (other !== '') fields.set('with', toBase64url(other))
  return fields.toString()
}

/** Parses the fragment of a URL. Returns `undefined` if it has no value, such as that of a heading. */
export function parseAddress(hash: string): Address | undefined {
  const fields = new URLSearchParams(hash.replace(/^#/, ''))
  if (!fields.has('value')) return undefined
  return {
    value: fromBase64url(fields.get('value') ?? ''),
    type: fields.get('type') ?? '',
    other: fromBase64url(fields.get('with') ?? ''),
  }
}

/** Converts the text of an input to its bytes in base64url. */
function toBase64url(text: string): string {
  const { bytes } = sourceOf(new TextEncoder().encode(text))
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Converts base64url to the text of an input: DAG-JSON as it is, CBOR in hex. */
function fromBase64url(base64url: string): string {
  let binary
  try {
    binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return base64url
  }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  const { format, textEncoding } = sourceOf(bytes)
  if (format === 'json' && textEncoding === undefined) return new TextDecoder().decode(bytes)
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
