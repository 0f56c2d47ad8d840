import type { Base64 } from './base64.js'
import type { Field } from './struct.js'

/** The order that a struct's fields are written in: shortest name first, or by bytes alone. */
export type FieldOrder = 'shortestFirst' | 'bytewise'

/**
 * What a kind of type writes a value into: CBOR, JSON, or nothing at all, to
 * check it. A map is its opening, then a key or field and a value for each
 * entry, then its closing; a list is its opening, then `item` and a value for
 * each, then its closing. That a text is well-formed and within its limit is
 * for the writer to check, since it alone counts the bytes.
 */
export interface Writer {
  readonly fieldOrder: FieldOrder
  text(value: string, limit: number): void
  bytes(value: Uint8Array, base64: Base64): void
  link(cid: Uint8Array, spell: (cid: Uint8Array) => string): void
  openMap(entries: number): void
  field(field: Field): void
  key(text: string, limit: number): void
  closeMap(): void
  openList(items: number): void
  item(): void
  closeList(): void
}
