import type { CID } from 'multiformats/cid'
import { bigIntOfBytes, bytesOfBigInt } from '../codec/bigint-bytes.js'
import { BYTES, CborReader, LIST, MAJOR_TYPES, MAP, STRING } from '../codec/cbor/reader.js'
import { CborWriter } from '../codec/cbor/writer.js'
import { isBytes, isLink, isMap, wrongType } from '../codec/data-model.js'
import { plainObjectConstructor, setOwn } from '../codec/empty-object.js'
import {
  duplicateKey,
  Issue,
  mismatch,
  toCodecError,
  tooLong,
  tooMany,
  within,
} from '../codec/error.js'
import { Kind, kindOf } from '../codec/kind.js'
import { bytes } from '../codec/kinds/bytes.js'
import { link } from '../codec/kinds/link.js'
import { limits } from '../codec/limits.js'
import type { Reader } from '../codec/reader.js'
import type { Type } from '../codec/type.js'
import { compareUtf8, utf8Length } from '../codec/utf8.js'
import type { Writer } from '../codec/writer.js'

/**
 * Any value of the IPLD data model. An integer is decoded to a `number` in the safe
 * range, else to a `bigint`. Either is accepted when encoding. A bignum is decoded to a
 * `bigint`. A `bigint` that does not fit in an int64 is encoded as a bignum, as in the
 * reference.
 *
 * @see https://ipld.io/docs/data-model/
 */
export type Data =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | CID
  | readonly Data[]
  | { readonly [key: string]: Data }

/** Size limits of data. Data that exceeds a limit is rejected with `too-deep`, `too-many` or `too-long`. */
export const dataLimits = {
  /** Nesting depth. A scalar has depth 1. */
  depth: 32,
  /**
   * Items of a `meta`, or of all operands of `==` and `!=` in a policy, in total. Each
   * scalar, list and map is an item.
   */
  items: 8192,
  /**
   * Items of all `meta`, policies, proofs and causes of a container, in total. The limit is an
   * average of 16 for each of the at most 8,192 tokens. A token may have more.
   */
  containerItems: 131_072,
  /** Items of the arguments that a policy is evaluated on, in total. A list or map has at most 8,192. */
  argumentItems: 65_536,
  /**
   * A map key in policies, in bytes. When arguments are decoded, an entry with a longer
   * key, of up to 8,192 bytes, is ignored. The reference does the same.
   */
  comparableKey: 2048,
  /** A link in an ignored entry of arguments, in bytes. The reference has the same limit. */
  ignoredLink: 99,
  /** A bignum, in bytes. */
  bignum: 256,
} as const

/**
 * A bignum in arguments that fits in an int64, such as a small `dataSet` in
 * `/pdp/sign/pieces/add`. The reference does not compare it as an integer, so a policy
 * that compares it never matches.
 */
export class SmallBignum {
  readonly value: bigint

  constructor(value: bigint) {
    this.value = value
  }
}

/** Returns whether a value in arguments is a {@link SmallBignum}, which `Data` does not include. */
export function isSmallBignum(value: unknown): boolean {
  return value instanceof SmallBignum
}

/** The rules for data that is decoded or encoded, and the remaining number of items. */
export interface Scope {
  /**
   * Whether policies compare the data. The reference's decoder of such data rejects
   * floats and strings of more than 8,192 bytes. See {@link SmallBignum}.
   */
  readonly isComparable: boolean
  /** Whether map keys must be in their canonical order. */
  readonly isSorted: boolean
  /** The limit of items. */
  readonly items: number
  /** The number of items that may still follow. */
  left: number
}

/**
 * The number of items that may still be decoded in the tokens of a container. Negative
 * once the limit is exceeded.
 */
export interface ItemBudget {
  left: number
}

/**
 * The number of items that a proof or `cause` counts as. A link in data counts as five, because
 * `readData` also counts it as an item. A link counts more than other items, because it takes
 * more memory once decoded: about 550 bytes. Other small items take less than 300.
 */
const ITEMS_OF_LINK = 4

/** Returns the budget of a container. A single token never exceeds it. */
export function itemBudget(): ItemBudget {
  return { left: dataLimits.containerItems }
}

/**
 * Decodes a token. In memory, a small item can take more than 100 times its encoded
 * size. The limits of each token don't bound the memory of a container, so its tokens
 * share a budget.
 */
export class TokenReader extends CborReader {
  readonly items: ItemBudget

  constructor(source: Uint8Array, items: ItemBudget) {
    super(source)
    this.items = items
  }

  override link(): Uint8Array<ArrayBuffer> {
    this.items.left -= ITEMS_OF_LINK
    return super.link()
  }

  /** Checks the length of a skipped item, which is part of the arguments or of a result. The reference has the same limits. */
  protected override checkSkipped(major: number, argument: number): void {
    if ((major === LIST || major === MAP) && argument > limits.items) {
      throw tooMany('items', limits.items, this.at)
    }
    if ((major === BYTES || major === STRING) && argument > limits.bytes) {
      throw tooLong(MAJOR_TYPES[major]!, limits.bytes, this.at)
    }
  }
}

/** Returns the rules for `meta`, which policies never compare. */
function metaScope(): Scope {
  return { isComparable: false, isSorted: true, items: dataLimits.items, left: dataLimits.items }
}

/** Returns the rules for the values of a policy. */
export function policyScope(): Scope {
  return { ...metaScope(), isComparable: true }
}

/** Returns the rules for arguments: keys may be in any order. */
export function argumentScope(): Scope {
  const items = dataLimits.argumentItems
  return { isComparable: true, isSorted: false, items, left: items }
}

const DATA = 'DAG-CBOR data'
/** The header bytes of simple values and floats (RFC 8949, section 3.3). */
const FALSE = 0xf4
const TRUE = 0xf5
const NULL = 0xf6
const HALF = 0xf9
const FLOAT = 0xfb
/** The tags of bignums (RFC 8949, section 3.4.3). For bytes that encode n, the value is n with tag 2, and -1 - n with tag 3. */
const BIGNUM = 2
const NEGATIVE_BIGNUM = 3
const MIN_INT64 = -(2n ** 63n)
const MAX_INT64 = 2n ** 63n - 1n
const PlainMap = /* @__PURE__ */ plainObjectConstructor()

/** Decodes data of at most `depth` levels. */
export function readData(reader: CborReader, scope: Scope, depth: number = dataLimits.depth): Data {
  reader.at = reader.next
  if (depth === 0) throw tooDeep(reader.at)
  if (scope.left-- === 0) throw tooMany('items', scope.items, reader.at)
  if (reader instanceof TokenReader) reader.items.left--
  const initial = reader.peek()
  switch (initial >> 5) {
    case 0:
    case 1:
      return checkInteger(reader.integer(), reader.at)
    case 2:
      return reader.bytes(limits.bytes)
    case 3:
      return reader.string(scope.isComparable ? limits.string : limits.bytes, 'string')
    case 4:
      return readList(reader, scope, depth)
    case 5:
      return readMap(reader, scope, depth)
    case 6:
      return initial >> 1 === 0xc2 >> 1 ? readBignum(reader, scope) : kindOf(link).read(reader)
    default:
      return readSimple(reader, scope)
  }
}

function readList(reader: CborReader, scope: Scope, depth: number): Data[] {
  let left = reader.openList()
  const start = reader.at
  checkLength(left, scope, start)
  const items: Data[] = []
  while ((left = reader.nextItem(left)) >= 0) {
    try {
      items.push(readData(reader, scope, depth - 1))
    } catch (error) {
      throw within(error, items.length)
    }
  }
  checkNulls(items, scope, start)
  return items
}

function readMap(reader: CborReader, scope: Scope, depth: number): Record<string, Data> {
  let left = reader.openMap()
  checkLength(left, scope, reader.at)
  const decoded = new PlainMap() as Record<string, Data>
  let previous: string | undefined
  while ((left = reader.nextEntry(left)) >= 0) {
    const key = reader.string(keyLimit(scope), 'string')
    try {
      if (isArguments(scope) && utf8Length(key) > dataLimits.comparableKey) {
        checkIgnored(readData(reader, scope, depth - 1))
        continue
      }
      if (Object.hasOwn(decoded, key)) throw duplicateKey(reader.at)
      if (scope.isSorted && previous !== undefined && compareKeys(previous, key) > 0) {
        throw reader.issue('not-canonical', 'key out of order')
      }
      setOwn(decoded, key, readData(reader, scope, depth - 1))
    } catch (error) {
      throw within(error, key)
    }
    previous = key
  }
  return decoded
}

/** Checks the length of a list or map. The reference has the same limit of 8,192. */
function checkLength(length: number, { left, items }: Scope, offset?: number): void {
  if (length > limits.items) throw tooMany('items', limits.items, offset)
  if (length > left) throw tooMany('items', items, offset)
}

function checkNulls(items: readonly unknown[], { isComparable }: Scope, offset?: number): void {
  if (!isComparable || !hasLeadingNulls(items)) return
  throw new Issue('wrong-type', 'unsupported list: nulls before items of one type', offset)
}

/**
 * Returns whether a list has nulls, then only items of one other type, such as `[null, 1]`.
 * The reference panics if it decodes or selects such a list in a policy or in arguments.
 *
 * The reference distinguishes more types, such as a list of integers from a list of strings.
 * So it accepts a few lists for which this function returns `true`, such as
 * `[null, [1], ["a"]]`.
 */
export function hasLeadingNulls(items: readonly unknown[]): boolean {
  const first = items.findIndex((item) => item !== null)
  if (first <= 0) return false
  const type = typeOf(items[first])
  return items.slice(first).every((item) => typeOf(item) === type)
}

function typeOf(item: unknown): string {
  if (isSmallBignum(item)) return 'bigint'
  if (typeof item !== 'object') return typeof item === 'number' ? 'bigint' : typeof item
  if (item === null) return 'null'
  if (Array.isArray(item)) return 'list'
  if (isBytes(item)) return 'bytes'
  return isLink(item) ? 'link' : 'map'
}

/** Returns whether the data is the arguments of an invocation, whose keys are in any order. */
function isArguments(scope: Scope): boolean {
  return scope.isComparable && !scope.isSorted
}

/** Returns the limit of a map key, in bytes. */
function keyLimit(scope: Scope): number {
  if (isArguments(scope)) return limits.string
  return scope.isComparable ? dataLimits.comparableKey : limits.bytes
}

/** Checks the links in the value of an entry that is ignored. */
function checkIgnored(value: Data): void {
  if (isLink(value)) {
    if (value.byteLength > dataLimits.ignoredLink) throw tooLong('link', dataLimits.ignoredLink)
  } else if (value instanceof Object && !isBytes(value)) {
    for (const item of Object.values(value)) checkIgnored(item)
  }
}

function readBignum(reader: CborReader, scope: Scope): Data {
  const start = reader.next
  const isNegative = reader.peek() === (0xc0 | NEGATIVE_BIGNUM)
  reader.tag(isNegative ? NEGATIVE_BIGNUM : BIGNUM, 'bignum')
  const magnitude = reader.bytes(dataLimits.bignum)
  reader.at = start
  if (magnitude[0] === 0 && !isArguments(scope))
    throw reader.issue('not-canonical', 'non-canonical bignum: leading zeros')
  const value = isNegative ? -1n - bigIntOfBytes(magnitude) : bigIntOfBytes(magnitude)
  if (!scope.isComparable || !isInt64(value)) return value
  if (!isArguments(scope)) {
    throw reader.issue('not-canonical', 'non-canonical integer: a bignum that fits in an int64')
  }
  return new SmallBignum(value) as unknown as Data
}

/** Decodes null, a boolean or a 64-bit float. */
function readSimple(reader: CborReader, scope: Scope): Data {
  const initial = reader.peek()
  // For the other simple values, such as undefined, and at the end of the input, `tag` throws
  // the `Issue`.
  if (initial < HALF && initial !== NULL && initial !== FALSE && initial !== TRUE) {
    reader.tag(BIGNUM, DATA)
  }
  const item = reader.raw(1)
  if (initial < HALF) return initial === NULL ? null : initial === TRUE
  if (initial !== FLOAT) {
    throw reader.issue('not-canonical', 'non-canonical float: not of 64 bits')
  }
  const view = new DataView(item.buffer)
  const value = view.getFloat64(1)
  if (scope.isComparable) throw mismatch('integer', 'float', reader.at)
  if (!Number.isFinite(value)) throw mismatch(DATA, String(value), reader.at)
  // Encoding would change the bytes: such a number is encoded as an integer.
  if (Number.isSafeInteger(value)) {
    throw reader.issue('not-canonical', 'non-canonical integer: a float')
  }
  checkFloat(view, reader.at)
  return value
}

/** Encodes data of at most `depth` levels. */
export function writeData(
  value: unknown,
  writer: CborWriter,
  scope: Scope,
  depth: number = dataLimits.depth,
): void {
  if (depth === 0) throw tooDeep()
  if (scope.left-- === 0) throw tooMany('items', scope.items)
  if (value === null) writer.null()
  else if (typeof value === 'boolean') writer.raw(Uint8Array.of(value ? TRUE : FALSE))
  else if (typeof value === 'number') writeNumber(value, writer, scope)
  else if (typeof value === 'bigint') writeBigint(value, writer)
  else if (typeof value === 'string') {
    writer.string(value, scope.isComparable ? limits.string : limits.bytes)
  } else if (isBytes(value)) kindOf(bytes).write(value, writer)
  else if (Array.isArray(value)) writeList(value, writer, scope, depth)
  else if (isLink(value)) kindOf(link).write(value, writer)
  else if (isMap(value)) writeMap(value, writer, scope, depth)
  else throw wrongType(DATA, value)
}

function writeNumber(value: number, writer: CborWriter, scope: Scope): void {
  if (Number.isSafeInteger(value)) writer.integer(value)
  else if (!Number.isFinite(value)) throw wrongType(DATA, value)
  else if (scope.isComparable) throw wrongType('safe integer or bigint', value)
  else writeFloat(value, writer)
}

function writeBigint(value: bigint, writer: CborWriter): void {
  if (isInt64(value)) return writer.integer(value)
  const magnitude = bytesOfBigInt(value < 0n ? ~value : value)
  if (magnitude.length > dataLimits.bignum) throw tooLong('bignum', dataLimits.bignum)
  writer.raw(Uint8Array.of(0xc0 | (value < 0n ? NEGATIVE_BIGNUM : BIGNUM)))
  writer.bytes(magnitude)
}

function writeFloat(value: number, writer: CborWriter): void {
  const item = new Uint8Array(9)
  item[0] = FLOAT
  const view = new DataView(item.buffer)
  view.setFloat64(1, value)
  checkFloat(view)
  writer.raw(item)
}

/** Rejects an encoded float between 0 and 2^-1042. The reference decodes its bytes as an integer, and rejects integers below 2^32 in 8 bytes. */
function checkFloat(item: DataView, offset?: number): void {
  if (item.getUint32(1) !== 0) return
  throw new Issue('out-of-range', 'unsupported float: between 0 and 2^-1042', offset)
}

function writeList(
  value: readonly unknown[],
  writer: CborWriter,
  scope: Scope,
  depth: number,
): void {
  const { length } = value
  checkLength(length, scope)
  checkNulls(value, scope)
  writer.openList(length)
  for (let index = 0; index < length; index++) {
    try {
      writeData(value[index], writer, scope, depth - 1)
    } catch (error) {
      throw within(error, index)
    }
  }
}

function writeMap(
  value: Record<string, unknown>,
  writer: CborWriter,
  scope: Scope,
  depth: number,
): void {
  const keys = Object.keys(value)
  checkLength(keys.length, scope)
  writer.openMap(keys.length)
  for (const key of keys.sort(compareKeys)) {
    try {
      writer.string(key, scope.isComparable ? dataLimits.comparableKey : limits.bytes)
      writeData(value[key], writer, scope, depth - 1)
    } catch (error) {
      throw within(error, key)
    }
  }
}

/** Compares two keys by their length in UTF-8, then by their bytes: the order of DAG-CBOR. */
function compareKeys(a: string, b: string): number {
  return utf8Length(a) - utf8Length(b) || compareUtf8(a, b)
}

/** Returns whether a value fits in a signed 64-bit integer. The reference encodes all other integers as bignums. */
function isInt64(value: number | bigint): boolean {
  return value >= MIN_INT64 && value <= MAX_INT64
}

function checkInteger<T extends number | bigint>(value: T, offset: number): T {
  if (isInt64(value)) return value
  const range = `from ${MIN_INT64} to ${MAX_INT64}`
  throw new Issue('out-of-range', `expected bignum or integer ${range}, received ${value}`, offset)
}

function tooDeep(offset?: number): Issue {
  return new Issue('too-deep', `nested more than ${dataLimits.depth} levels deep`, offset)
}

/** Narrows the reader of a token to CBOR. Throws an `Issue` for DAG-JSON: tokens have no DAG-JSON encoding. */
export function cborReader(reader: Reader): CborReader {
  if (reader instanceof CborReader) return reader
  throw reader.issue('wrong-type', 'expected DAG-CBOR, received DAG-JSON')
}

/**
 * Narrows the writer of a token to CBOR. If a value is only validated, returns a
 * writer whose result is ignored. Throws an `Issue` for DAG-JSON.
 */
export function cborWriter(writer: Writer): CborWriter {
  if (writer instanceof CborWriter) return writer
  if (writer.linksAreStrings) throw mismatch('DAG-CBOR', 'DAG-JSON')
  return new CborWriter()
}

class DataMapKind extends Kind<Readonly<Record<string, unknown>>> {
  constructor() {
    super('map')
  }

  write(value: unknown, writer: Writer): void {
    if (!isMap(value)) throw wrongType('map', value)
    writeMap(value, cborWriter(writer), metaScope(), dataLimits.depth)
  }

  read(reader: Reader): Readonly<Record<string, unknown>> {
    return readMap(cborReader(reader), metaScope(), dataLimits.depth)
  }
}

/**
 * A map of any data: at most 8,192 items in at most 32 levels. Map keys are
 * sorted by their length, then by their bytes.
 *
 * A bignum that fits in an int64 is decoded to a `bigint`, which is then encoded as
 * an integer. Every other value is encoded to the bytes that it was decoded from.
 *
 * @see https://ipld.io/specs/codecs/dag-cbor/spec/
 */
export const dataMap: Type<Readonly<Record<string, unknown>>> = /* @__PURE__ */ new DataMapKind()

/**
 * Decodes the arguments of an invocation for the evaluation of policies: all fields,
 * unknown ones included, in any order. Like the reference, rejects data such as floats,
 * CBOR integers beyond the range of an int64, tags other than those of links and bignums,
 * strings of more than 8,192 bytes, and lists and maps of more than 8,192 items.
 *
 * Also rejects invalid UTF-8, duplicate keys, more than 65,536 items in
 * total, and more than 32 levels. The reference keeps the last of duplicate keys.
 *
 * Entries with a key of 2,049 to 8,192 bytes are validated, then ignored. The reference
 * ignores them too.
 *
 * @throws {CodecError} for bytes that are not a map of such data
 */
export function decodeArguments(cbor: Uint8Array): Readonly<Record<string, Data>> {
  try {
    const reader = new CborReader(cbor)
    const data = readMap(reader, argumentScope(), dataLimits.depth)
    reader.end()
    return data
  } catch (error) {
    throw toCodecError(error, 'arguments')
  }
}
