import * as dagCbor from '@ipld/dag-cbor'
import { describe, isMap } from '../codec/data-model.js'
import { Refusal, within } from '../codec/error.js'
import { wrongType } from '../codec/kind.js'
import { checkText } from '../codec/utf8.js'
import { compareBytes } from './byte-order.js'
import type { TokenReader } from './token-reader.js'
import type { TokenWriter } from './token-writer.js'
import type { Value } from './value.js'

/**
 * A map of whatever DAG-CBOR can say.
 *
 * @see https://ipld.io/specs/codecs/dag-cbor/spec/
 */
export const dataMap: Value<Readonly<Record<string, unknown>>> = {
  write(value, writer) {
    if (!isMap(value)) throw wrongType('a map', value)
    writeData(value, writer)
  },
  read(reader) {
    const data = readData(reader)
    if (isMap(data)) return data
    throw reader.refuse('wrong-type', `expected a map, found ${describe(data)}`)
  },
}

/** A list of whatever DAG-CBOR can say. */
export const dataList: Value<readonly unknown[]> = {
  write(value, writer) {
    if (!Array.isArray(value)) throw wrongType('a list', value)
    writeData(value, writer)
  },
  read(reader) {
    const data = readData(reader)
    if (Array.isArray(data)) return data
    throw reader.refuse('wrong-type', `expected a list, found ${describe(data)}`)
  },
}

function writeData(value: unknown, writer: TokenWriter): void {
  let cbor: Uint8Array
  try {
    cbor = dagCbor.encode(value)
  } catch (error) {
    throw new Refusal('wrong-type', `no DAG-CBOR can say this: ${(error as Error).message}`)
  }
  // What went through has no cycles.
  refuseLoneSurrogates(value)
  writer.raw(cbor)
}

/** `@ipld/dag-cbor` would write U+FFFD for a lone surrogate. */
function refuseLoneSurrogates(value: unknown): void {
  if (typeof value === 'string') checkText(value, Number.POSITIVE_INFINITY)
  for (const [key, item] of entriesOf(value)) {
    try {
      refuseLoneSurrogates(key)
      refuseLoneSurrogates(item)
    } catch (error) {
      throw within(error, key)
    }
  }
}

/** What `@ipld/dag-cbor` goes into: lists, maps and `Map`s. */
function entriesOf(value: unknown): Iterable<readonly [string | number, unknown]> {
  if (Array.isArray(value)) return value.entries()
  if (value instanceof Map) return value
  return isMap(value) ? Object.entries(value) : []
}

/**
 * Reads data that `@ipld/dag-cbor` would write with the same bytes, and no
 * other: nothing of it was lost or guessed, as a U+FEFF at the front of a text
 * would be, and there are no two encodings of one meaning.
 */
function readData(reader: TokenReader): unknown {
  const cbor = reader.data()
  let data: unknown
  let again: Uint8Array
  try {
    data = dagCbor.decode(cbor)
    again = dagCbor.encode(data)
  } catch (error) {
    throw reader.refuse('syntax', `no DAG-CBOR: ${(error as Error).message}`)
  }
  if (compareBytes(again, cbor) !== 0) {
    throw reader.refuse('not-canonical', 'DAG-CBOR that is not written again as it was read')
  }
  return data
}
