import * as dagCbor from '@ipld/dag-cbor'
import { describe, isMap, wrongType } from '../codec/data-model.js'
import { Issue, mismatch, within } from '../codec/error.js'
import { Kind } from '../codec/kind.js'
import type { Reader } from '../codec/reader.js'
import type { Type } from '../codec/type.js'
import { checkString } from '../codec/utf8.js'
import type { Writer } from '../codec/writer.js'
import { compareBytes } from './byte-order.js'

/** The depth to which data may be nested: `@ipld/dag-cbor` recurses. A scalar has depth 1. */
const DEPTH = 32

/** Any map or list of the IPLD data model. */
class DataKind<T> extends Kind<T> {
  readonly #matches: (value: unknown) => value is T

  constructor(name: string, matches: (value: unknown) => value is T) {
    super(name)
    this.#matches = matches
  }

  write(value: unknown, writer: Writer): void {
    if (!this.#matches(value)) throw wrongType(this.name, value)
    let cbor: Uint8Array
    try {
      cbor = dagCbor.encode(value)
    } catch (error) {
      throw new Issue('wrong-type', `not encodable as DAG-CBOR: ${(error as Error).message}`)
    }
    // A value that was encoded has no cycles.
    rejectLoneSurrogates(value)
    writer.raw(cbor)
  }

  /**
   * Decodes data. Rejects it unless `@ipld/dag-cbor` encodes the result to the
   * same bytes: the encoding is then canonical, and nothing was lost, such as a
   * BOM at the start of a string.
   */
  read(reader: Reader): T {
    const cbor = reader.raw(DEPTH)
    let data: unknown
    let again: Uint8Array
    try {
      data = dagCbor.decode(cbor)
      again = dagCbor.encode(data)
    } catch (error) {
      throw reader.issue('syntax', `invalid DAG-CBOR: ${(error as Error).message}`)
    }
    if (compareBytes(again, cbor) !== 0) {
      throw reader.issue('not-canonical', 'non-canonical DAG-CBOR')
    }
    if (!this.#matches(data)) throw mismatch(this.name, describe(data), reader.at)
    return data
  }
}

/** Rejects lone surrogates, which `@ipld/dag-cbor` encodes as U+FFFD. */
function rejectLoneSurrogates(value: unknown): void {
  if (typeof value === 'string') checkString(value, Number.POSITIVE_INFINITY)
  for (const [key, item] of entriesOf(value)) {
    try {
      rejectLoneSurrogates(key)
      rejectLoneSurrogates(item)
    } catch (error) {
      throw within(error, key)
    }
  }
}

/** Returns the entries of a value that `@ipld/dag-cbor` encodes as a list or map. Empty for any other value. */
function entriesOf(value: unknown): Iterable<readonly [string | number, unknown]> {
  if (Array.isArray(value)) return value.entries()
  if (value instanceof Map) return value
  return isMap(value) ? Object.entries(value) : []
}

/**
 * A map of any DAG-CBOR.
 *
 * @see https://ipld.io/specs/codecs/dag-cbor/spec/
 */
export const dataMap: Type<Readonly<Record<string, unknown>>> = /* @__PURE__ */ new DataKind(
  'map',
  isMap,
)

/** A list of any DAG-CBOR. */
export const dataList: Type<readonly unknown[]> = /* @__PURE__ */ new DataKind(
  'list',
  (value): value is readonly unknown[] => Array.isArray(value),
)
