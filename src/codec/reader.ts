import { byteLength } from './data-model.js'
import {
  duplicateKey,
  Issue,
  mismatch,
  missingField,
  tooLong,
  tooMany,
  unknownField,
  within,
  type CodecErrorCode,
} from './error.js'
import type { Field, FieldOrder, FieldSet } from './field.js'
import { limits } from './limits.js'
import type { MapKey } from './map-key.js'
import { plainObjectConstructor, setOwn } from './empty-object.js'
import { copyBytes, decodeAscii, decodeUtf8 } from './platform.js'

/** A decoder of one kind of value. Throws an {@link Issue} for a value of any other kind. */
export interface Decoder<T> {
  read(reader: Reader): T
}

/**
 * The largest size of a window, in bytes. A window is a part of the input that is decoded
 * at once. Short ASCII strings are slices of a window, so they share one call into
 * the platform. A string keeps its window alive, so a window is small.
 */
const WINDOW = 4096
/** The constructor of maps whose keys recur in other maps, such as the names of HTTP headers. */
const PlainMap = /* @__PURE__ */ plainObjectConstructor()

/** The most bytes that are decoded to one string. V8 supports strings of up to 2^29 - 24 characters. */
const LONGEST_STRING = 2 ** 29 - 2 ** 10

/**
 * Decodes an input from front to back. Subclasses decode the items of their
 * format. This class implements what the formats share: iteration, limits,
 * duplicate keys and paths.
 *
 * To decode a map, call `openMap`, then `nextEntry` until `nextEntry` returns -1.
 * After any other result, decode a key and a value. Each call takes the result of
 * the previous call, so a reader needs no stack of open maps. To decode a list,
 * call `openList` and `nextItem` in the same way.
 */
export abstract class Reader {
  /** The offset of the current item. */
  at = 0
  abstract readonly fieldOrder: FieldOrder
  protected position = 0
  protected readonly source: Uint8Array
  protected readonly size: number
  #window = ''
  #windowStart = 0
  #windowEnd = 0

  constructor(source: Uint8Array) {
    this.source = source
    this.size = byteLength(source)
  }

  /**
   * Decodes a string of at most `limit` UTF-8 bytes. `expected` is the type, such as
   * `DID`, that the error message names as expected if the value is not a string.
   */
  abstract string(limit: number, expected: string): string
  /** Decodes a byte string of at most `limit` bytes. */
  abstract bytes(limit: number): Uint8Array<ArrayBuffer>
  /** Decodes a link. Returns the bytes of the CID in CBOR, and the string of the CID in JSON. */
  abstract link(): Uint8Array<ArrayBuffer> | string
  /** Decodes an integer, as a bigint outside of the safe range. */
  abstract integer(): number | bigint
  /** Skips a null, and returns whether there was one. */
  abstract null(): boolean
  /** Skips a value of any kind, nested at most `depth` levels deep. */
  abstract skip(depth: number): void
  /** Opens a map. Returns its number of entries in CBOR, and 0 in JSON. */
  abstract openMap(): number
  abstract nextEntry(state: number): number
  abstract openList(): number
  abstract nextItem(state: number): number
  /** Decodes a map key. */
  abstract key(): string
  /** Decodes the name of a field. Returns the position of the field in `fields`, or -1 for an unknown field. The search starts at `from`. */
  abstract field(fields: ReadonlyArray<Field<unknown>>, from: number): number
  /** Returns the name of the unknown field after `field` returned -1. */
  abstract unknownName(): string

  struct(set: FieldSet<Decoder<unknown>>): Record<string, unknown> {
    const { closed } = set
    const fields = set.ordered[this.fieldOrder]
    const values: unknown[] = set.absent.slice()
    let state = this.openMap()
    const start = this.at
    if (state > limits.fields) throw tooMany('fields', limits.fields, start)
    let next = 0
    for (let count = 0; (state = this.nextEntry(state)) >= 0; count++) {
      if (count === limits.fields) throw tooMany('fields', limits.fields, start)
      const found = this.field(fields, next)
      if (found < 0) this.#unknown(closed)
      else {
        const field = fields[found]!
        try {
          if (values[field.index] !== undefined) throw duplicateKey(this.at)
          if (closed && found < next) throw this.issue('not-canonical', 'field out of order')
          // A null is kept, so that a second occurrence of the field is a duplicate.
          values[field.index] = !closed && this.null() ? null : field.kind.read(this)
        } catch (error) {
          throw within(error, field.name)
        }
        next = found + 1
      }
    }
    return this.#assemble(set, values, start)
  }

  #unknown(closed: boolean): void {
    try {
      if (closed) throw unknownField(this.at)
      this.skip(limits.depth)
    } catch (error) {
      throw within(error, this.unknownName())
    }
  }

  #assemble(
    { ordered: { declared }, closed, Decoded }: FieldSet<unknown>,
    values: readonly unknown[],
    start: number,
  ): Record<string, unknown> {
    const decoded: Record<string, unknown> = new Decoded()
    for (let i = 0; i < declared.length; i++) {
      const { name, optional } = declared[i]!
      const value = values[i]
      // In a closed struct, null is the value of a nullable field.
      if (value !== undefined && (closed || value !== null)) setOwn(decoded, name, value)
      else if (!optional) throw within(missingField(start), name)
    }
    return decoded
  }

  tuple(fields: ReadonlyArray<Field<Decoder<unknown>>>): Record<string, unknown> {
    let state = this.openList()
    const start = this.at
    const decoded: Record<string, unknown> = {}
    for (const { name, kind } of fields) {
      if ((state = this.nextItem(state)) < 0) throw within(missingField(start), name)
      try {
        setOwn(decoded, name, kind.read(this))
      } catch (error) {
        throw within(error, name)
      }
    }
    if (this.nextItem(state) >= 0) throw tooMany('items', fields.length, start)
    return decoded
  }

  list<T>(item: Decoder<T>): T[] {
    let state = this.openList()
    const start = this.at
    if (state > limits.items) throw tooMany('items', limits.items, start)
    const items: T[] = []
    while ((state = this.nextItem(state)) >= 0) {
      if (items.length === limits.items) throw tooMany('items', limits.items, start)
      try {
        items.push(item.read(this))
      } catch (error) {
        throw within(error, items.length)
      }
    }
    return items
  }

  map<T>(kind: MapKey, value: Decoder<T>): Record<string, T> {
    let state = this.openMap()
    const start = this.at
    if (state > limits.entries) throw tooMany('entries', limits.entries, start)
    const decoded = (kind.isIdentifier ? Object.create(null) : new PlainMap()) as Record<string, T>
    for (let count = 0; (state = this.nextEntry(state)) >= 0; count++) {
      if (count === limits.entries) throw tooMany('entries', limits.entries, start)
      const string = this.key()
      try {
        const key = kind.toKey(string, this.at)
        if (decoded[key] !== undefined && Object.hasOwn(decoded, key)) throw duplicateKey(this.at)
        setOwn(decoded, key, value.read(this))
      } catch (error) {
        throw within(error, string)
      }
    }
    return kind.isIdentifier ? Object.setPrototypeOf(decoded, Object.prototype) : decoded
  }

  /** Skips a value of any kind, and returns a copy of its bytes. */
  raw(depth: number): Uint8Array<ArrayBuffer> {
    const start = this.position
    this.skip(depth)
    this.at = start
    return copyBytes(this.source, start, this.position)
  }

  /** The offset after the bytes that were decoded or skipped. */
  get next(): number {
    return this.position
  }

  /** Rejects trailing data. */
  end(): void {
    if (this.position < this.size) {
      this.at = this.position
      throw this.issue('trailing-data', 'trailing data')
    }
  }

  /** Returns an issue at the offset of the current item. */
  issue(code: CodecErrorCode, reason: string): Issue {
    return new Issue(code, reason, this.at)
  }

  protected mismatch(expected: string, received: string): Issue {
    return mismatch(expected, received, this.at)
  }

  protected truncated(): Issue {
    return new Issue('truncated', 'unexpected end of input', this.size)
  }

  protected tooDeep(depth: number): Issue {
    return this.issue('too-deep', `nested more than ${depth} levels deep`)
  }

  /** Decodes ASCII bytes. A byte above 0x7f is decoded to one unspecified character. */
  protected ascii(start: number, end: number): string {
    if (start < this.#windowStart || end > this.#windowEnd) {
      if (end - start > WINDOW / 4) {
        this.#checkLength(start, end)
        return decodeAscii(this.source, start, end)
      }
      this.#windowStart = start
      this.#windowEnd = Math.min(start + WINDOW, this.size)
      this.#window = decodeAscii(this.source, start, this.#windowEnd)
    }
    return this.#window.slice(start - this.#windowStart, end - this.#windowStart)
  }

  protected utf8(start: number, end: number): string {
    this.#checkLength(start, end)
    const string = decodeUtf8(this.source, start, end)
    if (string === undefined) throw this.issue('invalid-utf8', 'invalid UTF-8')
    return string
  }

  #checkLength(start: number, end: number): void {
    if (end - start > LONGEST_STRING) throw tooLong('string', LONGEST_STRING, this.at)
  }
}
