import type { Base64 } from './base64.js'
import type { CodecErrorCode, Refusal } from './error.js'
import type { KnownTexts } from './known-texts.js'
import type { Field } from './struct.js'
import type { FieldOrder } from './writer.js'

/**
 * What a kind of type reads a value from: CBOR or JSON. A map is its opening,
 * then, until `nextEntry` returns -1, a key or field and a value; a list
 * likewise, with `nextItem`. What the opening or the call before returned is
 * handed to the next call: it is all that a reader needs to know of where it
 * stands, so that none holds a stack.
 */
export interface Reader {
  readonly fieldOrder: FieldOrder
  /** Where the item read last, or being read, starts. */
  readonly at: number
  /** Reads a text; one that is `known` is found there. */
  text(limit: number, expected: string, known?: KnownTexts): string
  /** Reads bytes, which stand in JSON as base64. */
  bytes(limit: number, base64: Base64): Uint8Array<ArrayBuffer>
  /** Reads a link: the bytes of its CID, whatever they are. In JSON its text stands there, which `parse` reads. */
  link(parse: (text: string, offset: number) => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>
  /** Steps over a null, if one stands here. */
  null(): boolean
  /** Opens a map; where the input says so ahead, returns how many entries it has. */
  openMap(): number
  nextEntry(state: number): number
  /** Reads a field's name: its place in `fields`, looked for from `from` on, or -1. */
  field(fields: readonly Field[], from: number): number
  /** The name that `field` didn't find, as well as it can be read. */
  unknownName(): string
  key(limit: number, expected: string, known?: KnownTexts): string
  openList(): number
  nextItem(state: number): number
  /** Steps over a value of any kind. */
  skip(): void
  /** Nothing may follow. */
  end(): void
  /** An error at the item read last. */
  refuse(code: CodecErrorCode, reason: string): Refusal
}
