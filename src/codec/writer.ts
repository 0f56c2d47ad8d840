import { byteLength, isMap, viewOf, wrongType } from './data-model.js'
import { duplicateKey, missingField, tooMany, unknownField, within } from './error.js'
import type { Field, FieldOrder, FieldSet } from './field.js'
import { limits } from './limits.js'
import type { MapKey } from './map-key.js'
import { compareUtf8 } from './utf8.js'

/** An encoder of one kind of value. Throws an `Issue` for an invalid value. */
export interface Encoder {
  write(value: unknown, writer: Writer): void
}

/** The smallest capacity that a buffer grows to, in bytes. */
const INITIAL = 1024
/** The largest capacity that is kept for the next value, in bytes. */
const KEPT = 64 * 1024

/**
 * Encodes or validates a value. Subclasses implement the scalars and keys, and the
 * start and end of maps and lists. This class implements what they share: iteration,
 * limits, key order and paths.
 */
export abstract class Writer {
  protected abstract readonly fieldOrder: FieldOrder
  /** Whether the format encodes a link as the string of its CID, and not as its bytes. */
  abstract readonly linksAreStrings: boolean
  protected out = new Uint8Array(0)
  protected length = 0

  /** Encodes a string. Rejects a lone surrogate, and more than `limit` UTF-8 bytes. */
  abstract string(value: string, limit: number): void
  abstract bytes(value: Uint8Array): void
  /** Encodes a link: the string of its CID if {@link linksAreStrings}, else its bytes. */
  abstract link(cid: Uint8Array | string): void
  abstract integer(value: number | bigint): void
  abstract null(): void
  abstract openMap(entries: number): void
  protected abstract field(field: Field<unknown>): void
  abstract key(key: string): void
  protected abstract closeMap(): void
  abstract openList(items: number): void
  protected abstract separateItem(): void
  protected abstract closeList(): void

  /**
   * Encodes a struct, and returns the values of its fields, in the order of their
   * declaration. Callers must use these values: a getter may return another value the
   * next time.
   */
  struct(value: unknown, { ordered, absent }: FieldSet<Encoder>): readonly unknown[] {
    if (!isMap(value)) throw wrongType('map', value)
    const values: unknown[] = absent.slice()
    this.openMap(this.#collect(value, ordered.declared, values))
    const fields = ordered[this.fieldOrder]
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i]!
      const fieldValue = values[field.index]
      if (fieldValue === undefined) {
        if (!field.optional) this.report(missingField(), field.name)
      } else {
        this.field(field)
        this.child(field.kind, fieldValue, field.name)
      }
    }
    this.closeMap()
    return values
  }

  /** Stores each field's value at its position in `values`, and returns the number of fields present. */
  #collect(
    value: Record<string, unknown>,
    fields: ReadonlyArray<Field<Encoder>>,
    values: unknown[],
  ): number {
    const keys = Object.keys(value)
    let count = 0
    let next = 0
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!
      // Most objects have their fields in the order of the declaration.
      while (next < fields.length && fields[next]!.name !== key) next++
      if (next === fields.length) next = fields.findIndex((field) => field.name === key)
      if (next < 0) this.report(unknownField(), key)
      else {
        const fieldValue = value[key]
        if (fieldValue !== undefined) {
          values[next] = fieldValue
          count++
        }
      }
      next++
    }
    return count
  }

  tuple(value: unknown, fields: ReadonlyArray<Field<Encoder>>): void {
    if (!isMap(value)) throw wrongType('map', value)
    const values: unknown[] = fields.map(() => undefined)
    this.#collect(value, fields, values)
    this.openList(fields.length)
    for (const { index, kind, name } of fields) {
      if (values[index] === undefined) this.report(missingField(), name)
      else {
        this.separateItem()
        this.child(kind, values[index], name)
      }
    }
    this.closeList()
  }

  list(value: unknown, item: Encoder): void {
    if (!Array.isArray(value)) throw wrongType('list', value)
    const { length } = value
    if (length > limits.items) throw tooMany('items', limits.items)
    this.openList(length)
    for (let index = 0; index < length; index++) {
      this.separateItem()
      this.child(item, value[index], index)
    }
    this.closeList()
  }

  map(value: unknown, kind: MapKey, item: Encoder): void {
    if (!isMap(value)) throw wrongType('map', value)
    const keys = Object.keys(value)
    if (keys.length > limits.entries) throw tooMany('entries', limits.entries)
    /** The keys that are not canonical, by their canonical spelling. */
    let originals: Map<string, string> | undefined
    for (let i = 0; i < keys.length; i++) {
      const original = keys[i]!
      const key = this.#canonicalKey(original, kind)
      if (key !== original) {
        originals ??= new Map()
        originals.set(key, original)
        keys[i] = key
      }
    }
    sortKeys(keys)
    this.openMap(keys.length)
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!
      // If a canonical key and another key spell the same CID, the canonical key comes first.
      const isCanonicalDuplicate = key === keys[i + 1] && Object.hasOwn(value, key)
      const original = isCanonicalDuplicate ? key : (originals?.get(key) ?? key)
      if (key === keys[i - 1]) this.report(duplicateKey(), original)
      try {
        this.key(key)
      } catch (error) {
        this.report(error, original)
      }
      this.child(item, value[original], original)
    }
    this.closeMap()
  }

  #canonicalKey(key: string, kind: MapKey): string {
    try {
      return kind.toKey(key)
    } catch (error) {
      this.report(error, key)
      return key
    }
  }

  /** Encodes the value of a field, entry or item. */
  protected child(kind: Encoder, value: unknown, key: string | number): void {
    try {
      kind.write(value, this)
    } catch (error) {
      throw within(error, key)
    }
  }

  /** Handles an error at a field, entry or item. Encoding throws it. Validation collects it and continues. */
  protected report(error: unknown, key: string | number): void {
    throw within(error, key)
  }

  /** Appends bytes that are encoded already. */
  raw(encoded: Uint8Array): void {
    const size = byteLength(encoded)
    this.reserve(size)
    this.append(encoded, size)
  }

  /** Ensures capacity for `size` more bytes. */
  protected reserve(size: number): void {
    const needed = this.length + size
    if (needed > this.out.length) {
      const grown = new Uint8Array(Math.max(needed, this.out.length * 2, INITIAL))
      grown.set(this.out.subarray(0, this.length))
      this.out = grown
    }
  }

  /** Appends the first `size` bytes. The caller must reserve capacity for them. */
  protected append(bytes: Uint8Array, size: number): void {
    const { out } = this
    let { length } = this
    // For short arrays, a loop is faster than `set`, and `viewOf` would move them off V8's heap.
    if (size > 64) out.set(viewOf(bytes, 0, size), length)
    else for (let i = 0; i < size; i++) out[length + i] = bytes[i]!
    this.length = length + size
  }

  /** Returns a copy of the encoded bytes, which owns its `ArrayBuffer`. */
  result(): Uint8Array<ArrayBuffer> {
    return this.out.slice(0, this.length)
  }

  /** Prepares for the next value. */
  reset(): void {
    this.length = 0
    if (this.out.length > KEPT) this.out = new Uint8Array(0)
  }
}

/** The number of keys up to which insertion sort is faster than the platform's sort. */
const FEW = 8

function sortKeys(keys: string[]): void {
  if (keys.length > FEW) {
    // Sorting without a comparator is faster. It compares UTF-16 code units, so only keys with characters above U+D7FF may need the second sort.
    for (const order of [undefined, compareUtf8]) if (!isSorted(keys)) keys.sort(order)
    return
  }
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i]!
    let place = i
    while (place > 0 && compareUtf8(keys[place - 1]!, key) > 0) {
      keys[place] = keys[place - 1]!
      place--
    }
    keys[place] = key
  }
}

function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) if (compareUtf8(keys[i - 1]!, keys[i]!) > 0) return false
  return true
}
