import { viewOf } from '../data-model.js'
import { tooLong, type Issue } from '../error.js'
import type { Field } from '../field.js'
import { limits } from '../limits.js'
import { copyBytes } from '../platform.js'
import { Reader } from '../reader.js'

export const BYTES = 2
export const STRING = 3
export const LIST = 4
export const MAP = 5
const TAG = 6
const NULL = 0xf6
const LINK_TAG = 42
/** The smallest argument that a canonical header encodes in 1, 2, 4 and 8 bytes after its first byte. */
const LEAST = [24, 0x100, 0x10000, 0x100000000]
/** The names of the major types, by number. */
export const MAJOR_TYPES = [
  'integer',
  'integer',
  'byte string',
  'string',
  'list',
  'map',
  'tag',
  'simple value',
] as const
/** The simple values 20 to 23 (RFC 8949, section 3.3). */
const SIMPLE: readonly (string | undefined)[] = ['false', 'true', 'null', 'undefined']

/** Decodes CBOR (RFC 8949) with shortest headers and definite lengths. Floats, and simple values other than null, are supported in skipped and raw values only. */
export class CborReader extends Reader {
  readonly fieldOrder = 'cbor'
  #nameStart = 0
  #nameEnd = 0

  string(limit: number, expected: string): string {
    const end = this.#content(STRING, expected, limit)
    const { source, position: start } = this
    this.position = end
    let union = 0
    for (let i = start; i < end; i++) union |= source[i]!
    return union < 0x80 ? this.ascii(start, end) : this.utf8(start, end)
  }

  key(): string {
    return this.string(limits.string, 'string')
  }

  bytes(limit: number): Uint8Array<ArrayBuffer> {
    const end = this.#content(BYTES, 'byte string', limit)
    const start = this.position
    this.position = end
    return copyBytes(this.source, start, end)
  }

  link(): Uint8Array<ArrayBuffer> {
    const start = this.position
    this.tag(LINK_TAG, 'link')
    const end = this.#content(BYTES, 'byte string in a link', limits.cid + 1)
    this.at = start
    if (end === this.position || this.source[this.position] !== 0) {
      throw this.issue('invalid-link', 'link without its prefix 0x00')
    }
    const cid = copyBytes(this.source, this.position + 1, end)
    this.position = end
    return cid
  }

  /** Decodes the tag `expected`, without the item after it. */
  tag(expected: number, what: string): void {
    const tag = this.#header(TAG, what)
    if (tag !== expected) {
      throw this.mismatch(what, tag === LINK_TAG ? 'link' : `tag ${tag}`)
    }
  }

  integer(): number | bigint {
    this.at = this.position
    const initial = this.#byte()
    if (initial >> 5 > 1) throw this.#wrongType('integer')
    const argument = this.#argument(initial)
    const value = initial >> 5 === 0 ? argument : -1 - argument
    if (Number.isSafeInteger(value)) return value
    let wide = 0n
    for (let i = this.position - 8; i < this.position; i++) {
      wide = (wide << 8n) | BigInt(this.source[i]!)
    }
    return initial >> 5 === 0 ? wide : -1n - wide
  }

  /** Returns the header byte of the next item, or -1 at the end of the input. */
  peek(): number {
    return this.position < this.size ? this.source[this.position]! : -1
  }

  null(): boolean {
    if (this.source[this.position] !== NULL || this.position >= this.size) return false
    this.at = this.position++
    return true
  }

  openMap(): number {
    return this.#header(MAP, 'map')
  }

  nextEntry(left: number): number {
    return left - 1
  }

  field(fields: ReadonlyArray<Field<unknown>>, from: number): number {
    for (let tried = 0; tried < fields.length; tried++) {
      const place = (from + tried) % fields.length
      if (this.#matches(fields[place]!)) return place
    }
    this.#nameEnd = this.#content(STRING, 'string', limits.string)
    this.#nameStart = this.position
    this.position = this.#nameEnd
    return -1
  }

  /** Returns whether the next item is the name of the field, and if so skips the name. */
  #matches({ cbor }: Field<unknown>): boolean {
    const { source, position } = this
    for (let i = 0; i < cbor.length; i++) if (source[position + i] !== cbor[i]) return false
    if (position + cbor.length > this.size) return false
    this.at = position
    this.position = position + cbor.length
    return true
  }

  unknownName(): string {
    const name = viewOf(this.source, this.#nameStart, this.#nameEnd)
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(name)
  }

  openList(): number {
    return this.#header(LIST, 'list')
  }

  nextItem(left: number): number {
    return left - 1
  }

  skip(depth: number): void {
    /** The number of items left in each open list and map. */
    const open: number[] = []
    do {
      if (open.length >= depth) {
        this.at = this.position
        throw this.tooDeep(depth)
      }
      const items = this.#skipItem()
      if (items > 0) open.push(items)
      else while (open.length > 0 && --open[open.length - 1]! === 0) open.pop()
    } while (open.length > 0)
  }

  /** Skips a scalar, or only the header of a list or map. Returns 0 for a scalar, the number of items for a list, and twice the number of entries for a map. */
  #skipItem(): number {
    for (;;) {
      this.at = this.position
      const initial = this.#byte()
      const major = initial >> 5
      if (major === 7) {
        this.#skipSimple(initial & 31)
        return 0
      }
      const argument = this.#argument(initial)
      this.checkSkipped?.(major, argument)
      if (major === LIST) return argument
      if (major === MAP) return argument * 2
      if (major === BYTES || major === STRING) this.#advance(argument)
      // A tag is part of the item after it.
      if (major !== TAG) return 0
    }
  }

  /** Called with the header of each skipped item, except floats and simple values. A subclass may throw an `Issue`. */
  protected checkSkipped?(major: number, argument: number): void

  #skipSimple(info: number): void {
    if (info < 24) return
    if (info > 27) throw this.#malformedHeader()
    if (info === 24 && this.source[this.position]! < 32) {
      throw this.issue('not-canonical', 'non-canonical simple value')
    }
    this.#advance(1 << (info - 24))
  }

  #advance(size: number): void {
    if (size > this.size - this.position) throw this.truncated()
    this.position += size
  }

  #byte(): number {
    if (this.position >= this.size) throw this.truncated()
    return this.source[this.position++]!
  }

  /** Decodes the header of an item of the major type, and returns its argument. */
  #header(major: number, expected: string): number {
    this.at = this.position
    const initial = this.#byte()
    if (initial >> 5 !== major) throw this.#wrongType(expected)
    return this.#argument(initial)
  }

  /** Decodes the header of a string or byte string, and returns the end of its content. */
  #content(major: number, expected: string, limit: number): number {
    const length = this.#header(major, expected)
    if (length > limit) throw tooLong(MAJOR_TYPES[major]!, limit, this.at)
    if (length > this.size - this.position) throw this.truncated()
    return this.position + length
  }

  /** Decodes the argument of the header with the first byte `initial`. An argument above 2^53 may be inexact. */
  #argument(initial: number): number {
    const info = initial & 31
    if (info < 24) return info
    if (info > 27) throw this.#malformedHeader()
    const end = this.position + (1 << (info - 24))
    if (end > this.size) throw this.truncated()
    let argument = 0
    while (this.position < end) argument = argument * 256 + this.source[this.position++]!
    if (argument < LEAST[info - 24]!) {
      throw this.issue('not-canonical', 'non-canonical header: not in its shortest form')
    }
    return argument
  }

  /** Returns the issue for a header whose additional information is above 27. */
  #malformedHeader(): Issue {
    const initial = this.source[this.at]!
    const major = initial >> 5
    if ((initial & 31) === 31 && major >= BYTES && major <= MAP) {
      return this.issue('not-canonical', 'indefinite length')
    }
    return this.issue('syntax', `unexpected byte 0x${initial.toString(16)}`)
  }

  /** Returns the issue for the current item, which is of another type. `position` is after its first byte. */
  #wrongType(expected: string): Issue {
    const initial = this.source[this.at]!
    const info = initial & 31
    const major = initial >> 5
    if (info > 27) return this.#malformedHeader()
    if (major >= BYTES && major <= MAP) return this.mismatch(expected, MAJOR_TYPES[major]!)
    if (major === 7) {
      return this.mismatch(expected, SIMPLE[info - 20] ?? (info < 25 ? 'simple value' : 'float'))
    }
    const argument = this.#argument(initial)
    if (major === TAG) {
      return this.mismatch(expected, argument === LINK_TAG ? 'link' : `tag ${argument}`)
    }
    if (argument >= Number.MAX_SAFE_INTEGER) return this.mismatch(expected, 'integer')
    return this.mismatch(expected, String(major === 0 ? argument : -1 - argument))
  }
}
