import { CID } from 'multiformats/cid'
import { CborReader } from '../codec/cbor/reader.js'
import { QUOTE } from '../codec/json/characters.js'
import { JsonReader } from '../codec/json/reader.js'
import { kindOf, type Kind } from '../codec/kind.js'
import { ListKind } from '../codec/kinds/list.js'
import { MapKind } from '../codec/kinds/map.js'
import { StructKind } from '../codec/kinds/struct.js'
import { TupleKind } from '../codec/kinds/tuple.js'
import { limits } from '../codec/limits.js'
import type { Reader } from '../codec/reader.js'
import type { CborType } from '../codec/type.js'
import { utf8Length } from '../codec/utf8.js'
import { headerLengthOf } from './header-length.js'
import { typeMeanings } from './meanings.js'
import type { Format, Part, Path } from './part.js'
import { describeSkipped } from './skipped.js'
import { counted, wordsOf } from './words.js'

/** Matches a key that is shown without quotes. */
const PLAIN = /^[\w.:/-]+$/

/**
 * Returns the parts of an encoded value, in the order of their bytes. The value
 * of an unknown field is one part. The bytes must be valid for the type.
 */
export function partsOf(type: CborType<unknown>, format: Format, bytes: Uint8Array): Part[] {
  const visitor = new Visitor(format, bytes)
  visitor.visit(kindOf(type), [], typeMeanings[type.name]?.meaning)
  return visitor.parts
}

function openReader(format: Format, bytes: Uint8Array): Reader {
  return format === 'cbor' ? new CborReader(bytes) : new JsonReader(bytes)
}

class Visitor {
  readonly parts: Part[] = []
  readonly #reader: Reader
  readonly #format: Format
  readonly #bytes: Uint8Array

  constructor(format: Format, bytes: Uint8Array) {
    this.#reader = openReader(format, bytes)
    this.#format = format
    this.#bytes = bytes
  }

  visit(kind: Kind<unknown>, path: Path, meaning: string | undefined): void {
    if (kind instanceof StructKind || kind instanceof MapKind) this.#map(kind, path, meaning)
    else if (kind instanceof ListKind || kind instanceof TupleKind) this.#list(kind, path, meaning)
    else {
      const value = kind.read(this.#reader)
      this.#addValue(kind.name, path, wordsOf(value), meaning, contentLengthOf(value))
    }
  }

  #map(
    kind: StructKind<object> | MapKind<string, unknown>,
    path: Path,
    meaning: string | undefined,
  ): void {
    const reader = this.#reader
    let state = reader.openMap()
    const header = this.#addValue(kind.name, path, '', meaning)
    let count = 0
    for (; (state = reader.nextEntry(state)) >= 0; count++) {
      if (kind instanceof StructKind) this.#field(kind, path)
      else this.#entry(kind, path)
    }
    const isStruct = kind instanceof StructKind
    const entries = isStruct
      ? counted(count, 'field', 'fields')
      : counted(count, 'entry', 'entries')
    header.words = `a map of ${entries}`
  }

  #list(
    kind: ListKind<unknown> | TupleKind<object>,
    path: Path,
    meaning: string | undefined,
  ): void {
    const reader = this.#reader
    let state = reader.openList()
    const header = this.#addValue(kind.name, path, '', meaning)
    let count = 0
    for (; (state = reader.nextItem(state)) >= 0; count++) {
      if (kind instanceof TupleKind) {
        const { name, kind: field } = kind.fields[count]!
        this.visit(field, [...path, name], typeMeanings[kind.name]?.fields[name])
      } else {
        const item: Kind<unknown> = kind.item
        this.visit(item, [...path, count], typeMeanings[item.name]?.meaning)
      }
    }
    header.words = `a list of ${counted(count, 'item', 'items')}`
  }

  #entry({ key, value }: MapKind<string, unknown>, path: Path): void {
    const name = this.#reader.key()
    this.#addKey(name, 'key', path, key.name)
    this.visit(value, [...path, name], undefined)
  }

  #field(struct: StructKind<object>, path: Path): void {
    const reader = this.#reader
    const fields = struct.ordered[reader.fieldOrder]
    const field = fields[reader.field(fields, 0)]
    const name = field?.name ?? reader.unknownName()
    const inner = [...path, name]
    this.#addKey(name, 'field', path, field && 'string')
    const meaning = field && typeMeanings[struct.name]?.fields[name]
    if (reader.null()) this.#addValue(field?.kind.name, inner, 'null', meaning)
    else if (field !== undefined) this.visit(field.kind, inner, meaning)
    else this.#skip(inner)
  }

  /** Adds the value of an unknown field. `null()` has already skipped the white space before the value. */
  #skip(path: Path): void {
    const item = this.#reader.raw(limits.depth)
    const words = describeSkipped(item, () => openReader(this.#format, item))
    this.#addValue(undefined, path, words, undefined, item.length)
  }

  /** Adds the key that was just decoded. */
  #addKey(name: string, role: 'field' | 'key', path: Path, kind: string | undefined): void {
    const { at: offset, next } = this.#reader
    const isCbor = this.#format === 'cbor'
    // The JSON reader has also skipped the colon.
    const end = isCbor ? next : this.#bytes.lastIndexOf(QUOTE, next - 1) + 1
    const length = end - offset
    this.parts.push({
      offset,
      length,
      headerLength: isCbor ? headerLengthOf(this.#bytes.subarray(offset, next)) : 0,
      role,
      path: [...path, name],
      kind,
      words: PLAIN.test(name) ? name : JSON.stringify(name),
      meaning: undefined,
    })
  }

  /**
   * Adds what was just decoded: a scalar, the header of a map or list, or the value of
   * an unknown field. The caller may set the words of the part later.
   */
  #addValue(
    kind: string | undefined,
    path: Path,
    words: string,
    meaning: string | undefined,
    contentLength = 0,
  ): { words: string } {
    const { at: offset, next } = this.#reader
    const length = next - offset
    const headerLength = this.#format === 'cbor' ? length - contentLength : 0
    const role = 'value' as const
    const part = { offset, length, headerLength, role, path, kind, words, meaning }
    this.parts.push(part)
    return part
  }
}

/** Returns the number of bytes after the header of a string, byte string or link in CBOR. 0 for other values. */
function contentLengthOf(value: unknown): number {
  if (typeof value === 'string') return utf8Length(value)
  if (value instanceof Uint8Array) return value.length
  // The byte string of a link starts with 0x00.
  return value instanceof CID ? 1 + value.bytes.length : 0
}
