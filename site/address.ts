import { sourceOf } from '../src/inspector/source.js'

/** What the page shows, as its address carries it. */
export interface Address {
  readonly value: string
  readonly type: string
  readonly other: string
}

/** The part of an address behind `#`: browsers don't send it to a server. */
export function addressOf({ value, type, other }: Address): string {
  const fields = new URLSearchParams()
  if (value !== '') fields.set('value', packed(value))
  if (type !== '') fields.set('type', type)
  if (other !== '') fields.set('with', packed(other))
  return fields.toString()
}

/** Reads it; undefined where it carries nothing, as the address of a heading doesn't. */
export function readAddress(hash: string): Address | undefined {
  const fields = new URLSearchParams(hash.replace(/^#/, ''))
  if (!fields.has('value')) return undefined
  return {
    value: unpacked(fields.get('value') ?? ''),
    type: fields.get('type') ?? '',
    other: unpacked(fields.get('with') ?? ''),
  }
}

/** The bytes that a text stands for, in base64url. */
function packed(text: string): string {
  const { bytes } = sourceOf(new TextEncoder().encode(text))
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** A text for a person: what is text stays so, and other bytes are in hex. */
function unpacked(base64url: string): string {
  let binary
  try {
    binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return base64url
  }
  const bytes = Uint8Array.from(binary, (one) => one.charCodeAt(0))
  const { format, wrapping } = sourceOf(bytes)
  if (format === 'json' && wrapping === undefined) return new TextDecoder().decode(bytes)
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
