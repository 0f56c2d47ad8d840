import { deepStrictEqual } from 'node:assert/strict'
import * as ipldCbor from '@ipld/dag-cbor'
import * as ipldJson from '@ipld/dag-json'
import { base36 } from 'multiformats/bases/base36'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { kindOf } from '../src/codec/kind.js'
import { BigIntKind } from '../src/codec/kinds/bigint.js'
import { ListKind } from '../src/codec/kinds/list.js'
import { MapKind } from '../src/codec/kinds/map.js'
import { StructKind } from '../src/codec/kinds/struct.js'
import { CodecError, customer, s3, type CborType } from '../src/index.js'
import { arbitrary } from '../src/testing/index.js'
import { TupleKind } from '../src/codec/kinds/tuple.js'
import { publicKinds } from './codec/public-kinds.js'
import { fc, holds, PROPERTY_TIMEOUT } from './fast-check.js'
import { codecOf, formatsOf, hasJson, types, utf8 } from './fixtures.js'
import { changed, hasMap, reordered, withStrings } from './reshape.js'

const FORMATS = ['cbor', 'json'] as const

describe.each([...types, ...publicKinds])('%s', { timeout: PROPERTY_TIMEOUT }, (_name, type) => {
  const values = arbitrary(type)
  const formats = formatsOf(type)

  it.each(formats)('decodes from %s to the value that was encoded', (format) => {
    holds(values, (value) => {
      deepStrictEqual(codecOf(type, format).decode(codecOf(type, format).encode(value)), value)
    })
  })

  it.each(formats)('encodes a value decoded from %s to the same bytes', (format) => {
    holds(values, (value) => {
      const { decode, encode } = codecOf(type, format)
      const bytes = encode(value)
      deepStrictEqual(encode(decode(bytes)), bytes)
    })
  })

  it.each(formats)('encodes to the same %s for any order of keys', (format) => {
    holds(fc.tuple(values, fc.nat()), ([value, turn]) => {
      const { encode } = codecOf(type, format)
      deepStrictEqual(encode(reordered(value, turn)), encode(value))
    })
  })

  // @ipld/dag-cbor rejects bignums, and encodes a small bigint as an integer.
  it.skipIf(hasBigInt(type))('is decoded by @ipld/dag-cbor if no string starts with a BOM', () => {
    holds(values, (value) => {
      const unmarked = withStrings(value, (string) => string.replace(/^\ufeff+/, ''))
      deepStrictEqual(ipldCbor.decode(type.cbor.encode(unmarked)), dataModelOf(type, unmarked))
    })
  })

  it.skipIf(!hasJson(type))(
    'is decoded by @ipld/dag-json if no map has "/" as its first key',
    () => {
      holds(values, (value) => {
        fc.pre(!hasMap(value, startsWithSlash))
        deepStrictEqual(
          ipldJson.decode(codecOf(type, 'json').encode(value)),
          dataModelOf(type, value),
        )
      })
    },
  )

  it.skipIf(hasBigInt(type))(
    'encodes to the same CBOR as @ipld/dag-cbor if the key orders of both agree',
    () => {
      holds(values, (value) => {
        const agreeing = inBothOrders(type, value)
        // @ipld/dag-cbor may return a Buffer.
        const theirs = new Uint8Array(ipldCbor.encode(dataModelOf(type, agreeing)))
        deepStrictEqual(type.cbor.encode(agreeing), theirs)
      })
    },
  )

  it('encodes exactly the values that `is` and validate accept', () => {
    const anything = fc.oneof(JUNK, changed(type, JUNK), changed(type, ANYTHING), ANYTHING)
    holds(anything, (value) => {
      const valid = type.is(value)
      for (const format of formats) deepStrictEqual(encodes(type, format, value), valid)
      deepStrictEqual(!('issues' in type['~standard'].validate(value)), valid)
    })
  })
})

function hasBigInt(type: CborType<unknown>): boolean {
  const kind = kindOf(type)
  if (kind instanceof ListKind) return hasBigInt(kind.item)
  if (kind instanceof MapKind) return hasBigInt(kind.value)
  if (!(kind instanceof StructKind || kind instanceof TupleKind)) return kind instanceof BigIntKind
  return kind.fields.some((field) => hasBigInt(field.kind))
}

/** Returns whether `/` is the first of a map's keys in bytewise order. */
function startsWithSlash(keys: readonly string[]): boolean {
  return keys.includes('/') && keys.every((key) => key >= '/')
}

/** Converts a value to the IPLD data model, where tuples are lists. */
function dataModelOf(type: CborType<unknown>, value: unknown): unknown {
  const kind = kindOf(type)
  if (kind instanceof ListKind)
    return (value as unknown[]).map((item) => dataModelOf(kind.item, item))
  if (kind instanceof MapKind) {
    const entries = Object.entries(value as object)
    return Object.fromEntries(entries.map(([key, item]) => [key, dataModelOf(kind.value, item)]))
  }
  if (!(kind instanceof StructKind || kind instanceof TupleKind)) return value
  const fields = new Map(Object.entries(value as object))
  const entries = kind.fields
    .filter(({ name }) => fields.has(name))
    .map((field) => [field.name, dataModelOf(field.kind, fields.get(field.name))] as const)
  return kind instanceof TupleKind ? entries.map(([, item]) => item) : Object.fromEntries(entries)
}

/**
 * Returns a copy without some map entries. The remaining keys have the same order
 * by bytes, as in this library, and by length first, as in @ipld/dag-cbor.
 */
function inBothOrders(type: CborType<unknown>, value: unknown): unknown {
  const kind = kindOf(type)
  if (kind instanceof ListKind)
    return (value as unknown[]).map((item) => inBothOrders(kind.item, item))
  if (kind instanceof StructKind || kind instanceof TupleKind) {
    const typeOf = new Map(kind.fields.map((field) => [field.name, field.kind]))
    const entries = Object.entries(value as object)
    return Object.fromEntries(
      entries.map(([key, item]) => [key, inBothOrders(typeOf.get(key)!, item)]),
    )
  }
  if (!(kind instanceof MapKind)) return value
  let longest = 0
  const map = value as Record<string, unknown>
  const entries = Object.entries(map)
    // See "mistakes a map for a CID" below.
    .filter(([key, item]) => key !== '/' || item !== map['bytes'])
    .map(([key, item]) => ({ key, item, bytes: utf8(key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .filter(({ bytes }) => bytes.length >= longest && (longest = bytes.length) >= 0)
  return Object.fromEntries(entries.map(({ key, item }) => [key, inBothOrders(kind.value, item)]))
}

const ANYTHING = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
})

const SCALARS = [undefined, null, true, 0, -1, 1.5, Number.NaN, 2n ** 64n, Symbol('s')]
const STRINGS = ['', 'did:key:', 'did:key:z', 'did:web:a', 'sigv4', '\ud800', 'a\udc00b']
const OBJECTS = [[], [undefined], Array(1), {}, new Map(), new Set(), new Date(0)]
const BYTES = [new Uint8Array(1), Buffer.from('a'), new Uint16Array(1), new ArrayBuffer(1)]
const PAST_LIMITS = ['é'.repeat(4097), `did:web:${'a'.repeat(2041)}`, new Uint8Array(2 ** 21 + 1)]
const JUNK = fc.constantFrom<unknown[]>(
  ...SCALARS,
  ...STRINGS,
  ...OBJECTS,
  ...BYTES,
  ...PAST_LIMITS,
  () => {},
)

function encodes(type: CborType<unknown>, format: 'cbor' | 'json', value: unknown): boolean {
  try {
    codecOf(type, format).encode(value)
    return true
  } catch (error) {
    if (error instanceof CodecError) return false
    throw error
  }
}

describe('s3.ProofSet', { timeout: PROPERTY_TIMEOUT }, () => {
  const respelled = fc
    .tuple(arbitrary(s3.ProofSet), fc.constantFrom(base36, base58btc))
    .map(([value, base]) => ({
      value,
      spelled: withStrings(value, (key) => {
        const cid = CID.parse(key)
        return cid.version === 0 ? key : cid.toString(base)
      }),
    }))

  it.each(FORMATS)('encodes its keys to %s in their canonical spelling', (format) => {
    holds(respelled, ({ value, spelled }) => {
      const bytes = s3.ProofSet[format].encode(spelled as s3.ProofSet)
      deepStrictEqual(bytes, s3.ProofSet[format].encode(value))
      deepStrictEqual(s3.ProofSet[format].decode(bytes), value)
    })
  })
})

it('strings that look like escapes of other strings round-trip in DAG-JSON', () => {
  const { json } = customer.AddArguments
  for (const string of ['a\\n', 'a\n', 'a\\u2028', 'a\u2028', 'a\\\\', 'a\\']) {
    const value: customer.AddArguments = {
      ...details({ [string]: string }),
      customer: `did:a:${string}`,
    }
    expect(json.decode(json.encode(value))).toStrictEqual(value)
  }
})

describe('differences from the generic codecs', () => {
  const { cbor, json } = customer.AddArguments

  it('@ipld/dag-cbor drops a BOM at the start of a string', () => {
    const marked = details({ a: '\ufeffb' })
    expect(cbor.decode(cbor.encode(marked))).toStrictEqual(marked)
    expect(ipldCbor.decode(cbor.encode(marked))).toStrictEqual(details({ a: 'b' }))
  })

  it('@ipld/dag-cbor mistakes a map for a CID if its `/` and `bytes` are equal', () => {
    const alike = details({ '/': 'a', bytes: 'a' })
    expect(cbor.decode(cbor.encode(alike))).toStrictEqual(alike)
    expect(() => ipldCbor.encode(alike)).toThrow('offset is out of bounds')
  })

  it('@ipld/dag-cbor rejects a map if two keys differ only in a BOM at the start', () => {
    const marked = details({ a: 'b', '\ufeffa': 'c' })
    expect(cbor.decode(cbor.encode(marked))).toStrictEqual(marked)
    expect(() => ipldCbor.decode(cbor.encode(marked))).toThrow('found repeat map key "a"')
  })

  it('@ipld/dag-json mistakes a map for a link if its only entry maps "/" to a CID', () => {
    const cid = 'bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom'
    const slash = details({ '/': cid })
    expect(json.decode(json.encode(slash))).toStrictEqual(slash)
    expect(ipldJson.decode(json.encode(slash))).toHaveProperty('details', CID.parse(cid))
  })

  it('@ipld/dag-json rejects a map if its only entry maps "/" to a non-CID string', () => {
    const slash = details({ '/': 'a' })
    expect(json.decode(json.encode(slash))).toStrictEqual(slash)
    expect(() => ipldJson.decode(json.encode(slash))).toThrow('CID')
  })

  it('@ipld/dag-json rejects a map of several strings if the first key is "/"', () => {
    const slash = details({ '/': 'a', b: 'c' })
    expect(json.decode(json.encode(slash))).toStrictEqual(slash)
    expect(() => ipldJson.decode(json.encode(slash))).toThrow('Invalid encoded CID form')
  })
})

function details(entries: Record<string, string>): customer.AddArguments {
  return { customer: 'did:web:a.example', product: 'did:web:b.example', details: entries }
}
