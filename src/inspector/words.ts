import { formatPath } from '../codec/error.js'
import type { Part } from './part.js'
import type { Source } from './source.js'

const GLANCE = 200

/**
 * A text in which what would act on a terminal or a page, or not be seen, is
 * spelled out as JSON does it.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

/** A text, cut where it is too long to be read at a glance. */
export function shortened(text: string): string {
  return text.length > GLANCE ? `${text.slice(0, GLANCE)}…` : text
}

/** `2 fields`, `1 field` */
export function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}

/** What a part is and says: `key details.region`, `product = "did:web:free.web3.storage"`. */
export function placeOf({ role, path, words }: Part): string {
  const place = visible(formatPath(path))
  return role === 'value' ? `${place} = ${visible(words)}` : `${role} ${place}`
}

/** What an input was: `CBOR in hex`. */
export function inputOf({ format, wrapping }: Source): string {
  const name = format === 'cbor' ? 'CBOR' : 'DAG-JSON'
  return wrapping === undefined ? name : `${name} in ${wrapping}`
}

/** Bytes in hex, with a space between each two. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
