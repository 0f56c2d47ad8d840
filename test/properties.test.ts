import { deepStrictEqual } from 'node:assert/strict'
import * as ipldCbor from '@ipld/dag-cbor'
import * as ipldJson from '@ipld/dag-json'
import { base36 } from 'multiformats/bases/base36'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { kindOf } from '../src/codec/kind.js'
import { List } from '../src/codec/list.js'
import { FreeMap } from '../src/codec/map.js'
import { Struct } from '../src/codec/struct.js'
import { CodecError, customer, s3, type Type } from '../src/index.js'
import { arbitrary } from '../src/testing/index.js'
import { fc, holds, PATIENCE } from './fast-check.js'
import { types, utf8 } from './fixtures.js'
import { changed, hasMap, reordered, withTexts } from './reshape.js'

const FORMATS = ['cbor', 'json'] as const

describe.each([...types])('%s', { timeout: PATIENCE }, (_name, type) => {
  const values = arbitrary(type)

  it.each(FORMATS)('is read from %s as it was written', (format) => {
    holds(values, (value) => {
      deepStrictEqual(type[format].decode(type[format].encode(value)), value)
    })
  })

  it.each(FORMATS)('is written to %s as it was read, byte for byte', (format) => {
    holds(values, (value) => {
      const bytes = type[format].encode(value)
      deepStrictEqual(type[format].encode(type[format].decode(bytes)), bytes)
    })
  })

  it.each(FORMATS)('is written to %s alike in whatever order its keys were put in', (format) => {
    holds(fc.tuple(values, fc.nat()), ([value, turn]) => {
      deepStrictEqual(type[format].encode(reordered(value, turn)), type[format].encode(value))
    })
  })

  it('is read by @ipld/dag-cbor as it was written, but for byte order marks', () => {
    holds(values, (value) => {
      const unmarked = withTexts(value, (text) => text.replace(/^\ufeff+/, ''))
      deepStrictEqual(ipldCbor.decode(type.cbor.encode(unmarked)), unmarked)
    })
  })

  it('is read by @ipld/dag-json as it was written, but for maps that start with "/"', () => {
    holds(values, (value) => {
      fc.pre(!hasMap(value, startsWithSlash))
      deepStrictEqual(ipldJson.decode(type.json.encode(value)), value)
    })
  })

  it('is written to CBOR as by @ipld/dag-cbor, where both orders of keys are one', () => {
    holds(values, (value) => {
      const agreeing = inBothOrders(type, value)
      // Which may be a Buffer.
      const theirs = new Uint8Array(ipldCbor.encode(agreeing))
      deepStrictEqual(type.cbor.encode(agreeing), theirs)
    })
  })

  it('takes as its own exactly what it writes', () => {
    const anything = fc.oneof(JUNK, changed(type, JUNK), changed(type, ANYTHING), ANYTHING)
    holds(anything, (value) => {
      const taken = type.is(value)
      for (const format of FORMATS) deepStrictEqual(isWritten(type, format, value), taken)
      deepStrictEqual(!('issues' in type['~standard'].validate(value)), taken)
    })
  })
})

/** Whether `/` is the first of a map's keys in the order of their bytes. */
function startsWithSlash(keys: readonly string[]): boolean {
  return keys.includes('/') && keys.every((key) => key >= '/')
}

/** A value without the entries of its free maps for which the order by length is not the order by bytes. */
function inBothOrders(type: Type<unknown>, value: unknown): unknown {
  const kind = kindOf(type)
  if (kind instanceof List) return (value as unknown[]).map((item) => inBothOrders(kind.item, item))
  if (kind instanceof Struct) {
    const typeOf = new Map(kind.fields.map((field) => [field.name, field.kind]))
    const entries = Object.entries(value as object)
    return Object.fromEntries(
      entries.map(([key, item]) => [key, inBothOrders(typeOf.get(key)!, item)]),
    )
  }
  if (!(kind instanceof FreeMap)) return value
  let longest = 0
  const map = value as Record<string, unknown>
  const entries = Object.entries(map)
    // See "takes a map for a CID" below.
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
const TEXTS = ['', 'did:key:', 'did:key:z', 'did:web:a', 'sigv4', '\ud800', 'a\udc00b']
const OBJECTS = [[], [undefined], Array(1), {}, new Map(), new Set(), new Date(0)]
const BYTES = [new Uint8Array(1), Buffer.from('a'), new Uint16Array(1), new ArrayBuffer(1)]
const PAST_LIMITS = ['é'.repeat(4097), `did:web:${'a'.repeat(2041)}`, new Uint8Array(2 ** 21 + 1)]
const JUNK = fc.constantFrom<unknown[]>(
  ...SCALARS,
  ...TEXTS,
  ...OBJECTS,
  ...BYTES,
  ...PAST_LIMITS,
  () => {},
)

function isWritten(type: Type<unknown>, format: 'cbor' | 'json', value: unknown): boolean {
  try {
    type[format].encode(value)
    return true
  } catch (error) {
    if (error instanceof CodecError) return false
    throw error
  }
}

describe('a ProofSet', { timeout: PATIENCE }, () => {
  const respelled = fc
    .tuple(arbitrary(s3.ProofSet), fc.constantFrom(base36, base58btc))
    .map(([value, base]) => ({
      value,
      written: withTexts(value, (key) => {
        const cid = CID.parse(key)
        return cid.version === 0 ? key : cid.toString(base)
      }),
    }))

  it.each(FORMATS)('has its keys in %s as their CIDs have them, however spelled', (format) => {
    holds(respelled, ({ value, written }) => {
      const bytes = s3.ProofSet[format].encode(written as s3.ProofSet)
      deepStrictEqual(bytes, s3.ProofSet[format].encode(value))
      deepStrictEqual(s3.ProofSet[format].decode(bytes), value)
    })
  })
})

it('a text is not taken for one, read before, that looks like its escapes', () => {
  const { json } = customer.AddArguments
  for (const text of ['a\\n', 'a\n', 'a\\u2028', 'a\u2028', 'a\\\\', 'a\\']) {
    const value: customer.AddArguments = { ...details({ [text]: text }), customer: `did:a:${text}` }
    expect(json.decode(json.encode(value))).toStrictEqual(value)
  }
})

describe('what the generic codecs lose', () => {
  const { cbor, json } = customer.AddArguments

  it('@ipld/dag-cbor drops a byte order mark in front of a text', () => {
    const marked = details({ a: '\ufeffb' })
    expect(cbor.decode(cbor.encode(marked))).toStrictEqual(marked)
    expect(ipldCbor.decode(cbor.encode(marked))).toStrictEqual(details({ a: 'b' }))
  })

  it('@ipld/dag-cbor takes a map for a CID where its `/` and its `bytes` are one text', () => {
    const alike = details({ '/': 'a', bytes: 'a' })
    expect(cbor.decode(cbor.encode(alike))).toStrictEqual(alike)
    expect(() => ipldCbor.encode(alike)).toThrow('offset is out of bounds')
  })

  it('@ipld/dag-cbor takes two keys for one where a byte order mark tells them apart', () => {
    const marked = details({ a: 'b', '\ufeffa': 'c' })
    expect(cbor.decode(cbor.encode(marked))).toStrictEqual(marked)
    expect(() => ipldCbor.decode(cbor.encode(marked))).toThrow('found repeat map key "a"')
  })

  it('@ipld/dag-json takes a map whose one key is "/" for a link', () => {
    const cid = 'bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom'
    const slash = details({ '/': cid })
    expect(json.decode(json.encode(slash))).toStrictEqual(slash)
    expect(ipldJson.decode(json.encode(slash))).toHaveProperty('details', CID.parse(cid))
  })

  it('@ipld/dag-json refuses a map whose one key is "/" and that is no link', () => {
    const slash = details({ '/': 'a' })
    expect(json.decode(json.encode(slash))).toStrictEqual(slash)
    expect(() => ipldJson.decode(json.encode(slash))).toThrow('CID')
  })

  it('@ipld/dag-json refuses a map whose first key is "/"', () => {
    const slash = details({ '/': 'a', b: 'c' })
    expect(json.decode(json.encode(slash))).toStrictEqual(slash)
    expect(() => ipldJson.decode(json.encode(slash))).toThrow('Invalid encoded CID form')
  })
})

function details(entries: Record<string, string>): customer.AddArguments {
  return { customer: 'did:web:a.example', product: 'did:web:b.example', details: entries }
}
