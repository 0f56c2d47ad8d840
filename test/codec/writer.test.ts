import { isDeepStrictEqual } from 'node:util'
import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { CborWriter } from '../../src/codec/cbor/writer.js'
import { list, string, struct, u64 } from '../../src/codec/index.js'
import { JsonWriter } from '../../src/codec/json/writer.js'
import { kindOf } from '../../src/codec/kind.js'
import type { Writer } from '../../src/codec/writer.js'
import { limits, provider, s3, type Type } from '../../src/index.js'
import { difference } from '../bytes.js'
import { toHex, utf8 } from '../fixtures.js'
import { errorOf } from './error-of.js'

const FORMATS = ['cbor', 'json'] as const
const KEY = 'bafkqaaik'
const LINKS = [
  'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm',
  'QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR',
  KEY,
].map((cid) => CID.parse(cid))

describe('CborWriter › headers', () => {
  it.each([
    [0, '40'],
    [23, '57'],
    [24, '5818'],
    [255, '58ff'],
    [256, '590100'],
    [65535, '59ffff'],
    [65536, '5a00010000'],
    [0x12345, '5a00012345'],
  ])('encodes the header of a byte string of %i bytes as %s', (size, header) => {
    const key = { kind: 'sigv4', data: new Uint8Array(size) } as const
    const start = `a26464617461${header}`
    expect(toHex(s3.VerificationKey.cbor.encode(key)).slice(0, start.length)).toBe(start)
  })
})

describe('Writer › strings', () => {
  it.each([
    ['a high surrogate', '\ud800'],
    ['a low surrogate', '\udc00'],
    ['two low surrogates', '\udc00\udc00'],
    ['two high surrogates', '\ud800\ud800'],
    ['a low surrogate before a high one', '\udc00\ud800'],
    ['a high surrogate after ASCII', 'a\ud800'],
    ['a low surrogate after a character of two bytes', 'é\udc00'],
    ['a high surrogate after 200 characters', `${'a'.repeat(200)}\ud800`],
  ])('rejects %s', (_what, id) => {
    for (const format of FORMATS) {
      expect(errorOf(() => provider.AddOK[format].encode({ id }))).toEqual([
        'invalid-utf8',
        undefined,
        'provider.AddOK: id: string with a lone surrogate',
      ])
    }
    expect(provider.AddOK.is({ id })).toBe(false)
  })

  it.each([
    '\u007f',
    '\u0080',
    '\u07ff',
    '\u0800',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '\u{10000}',
    '\u{10ffff}',
  ])('encodes the character %j as UTF-8', (id) => {
    const bytes = utf8(id)
    const header = toHex(Uint8Array.of(0x60 + bytes.length))
    expect(toHex(provider.AddOK.cbor.encode({ id }))).toBe(`a1626964${header}${toHex(bytes)}`)
    expect(provider.AddOK.json.encode({ id })).toEqual(utf8(`{"id":"${id}"}`))
  })

  it.each(['a', 'é', '€', '\u{1f600}'])(
    'accepts up to 8,192 bytes of %j, and rejects more',
    (character) => {
      const most = Math.floor(limits.string / utf8(character).length)
      const longest = { id: character.repeat(most) }
      const longer = { id: character.repeat(most + 1) }
      for (const format of FORMATS) {
        const { [format]: codec } = provider.AddOK
        expect(codec.decode(codec.encode(longest))).toEqual(longest)
        expect(errorOf(() => codec.encode(longer))).toEqual([
          'too-long',
          undefined,
          'provider.AddOK: id: string exceeds 8192 bytes',
        ])
      }
    },
  )

  // CBOR headers grow at 24 and 256 bytes. From 24 UTF-16 units on (128 without
  // Node's `Buffer`), CborWriter calls `writeUtf8` for ASCII too.
  it.each(['a', 'é', '€', '\u{1f600}', '\u0001', '"'])(
    'encodes strings of up to 299 %j as @ipld/dag-cbor and JSON.stringify do',
    (character) => {
      const values = Array.from({ length: 600 }, (_, i) => {
        const start = i % 2 === 0 ? '' : 'a'
        return start + character.repeat(i >> 1)
      })
      const broken = values.filter(
        (value) =>
          toHex(string.cbor.encode(value)) !== toHex(dagCbor.encode(value)) ||
          string.json.stringify(value) !== JSON.stringify(value),
      )
      expect(broken).toEqual([])
    },
  )
})

// Values of a format share a writer, so a result must not have bytes of an earlier value.
describe.each(FORMATS)('Writer › many values in %s', (format) => {
  /** Returns the index of the first value that does not round-trip, or -1. */
  function firstBroken<T>({ [format]: codec }: Type<T>, count: number, value: (i: number) => T) {
    const values = Array.from({ length: count }, (_, i) => value(i))
    const encoded = values.map((each) => codec.encode(each))
    return encoded.findIndex((bytes, i) => !isDeepStrictEqual(codec.decode(bytes), values[i]))
  }

  it.each([
    ['ASCII characters', 'a'],
    ['characters of two bytes', 'é'],
    ['characters of three bytes', '€'],
    ['characters of four bytes', '\u{1f600}'],
    ['ASCII characters that JsonWriter escapes', '\u0001'],
    ['characters of three bytes that JsonWriter escapes', '\u2028'],
  ])('round-trips strings of %s', (_what, character) => {
    const broken = firstBroken(provider.AddOK, 400, (i) => ({
      id: character.repeat((i * 37) % 151),
    }))
    expect(broken).toBe(-1)
  })

  it('round-trips long strings', () => {
    const broken = firstBroken(provider.AddOK, 300, (i) => ({
      id: `${'a'.repeat(i)}${'é'.repeat((i * 131) % 4001)}`,
    }))
    expect(broken).toBe(-1)
  })

  it('round-trips map keys', () => {
    const broken = firstBroken(s3.Request, 500, (i) => ({
      method: '',
      headers: { a: 'a', ['é'.repeat((i * 37) % 101)]: 'b', ['k'.repeat(i % 31)]: '' },
      url: '',
    }))
    expect(broken).toBe(-1)
  })

  it('round-trips links', () => {
    const broken = firstBroken(s3.ProofSet, 300, (i) => ({
      [KEY]: LINKS.slice(i % 3).concat(LINKS.slice(0, i % 5)),
    }))
    expect(broken).toBe(-1)
  })

  it('round-trips byte strings', () => {
    const broken = firstBroken(s3.VerificationKey, 400, (i) => ({
      kind: 'sigv4' as const,
      data: new Uint8Array((i * 37) % 301).fill(i),
    }))
    expect(broken).toBe(-1)
  })
})

const pair = kindOf(struct('Pair', { first: string, second: list(u64) }))

/** Returns a CID in the form that the writer encodes. */
function linkOf(writer: Writer, index: number): Uint8Array | string {
  const cid = LINKS[index]!
  return writer.linksAreStrings ? cid.toString() : cid.bytes
}

const ITEMS: ReadonlyArray<readonly [string, (writer: Writer) => void]> = [
  ['a short string', (writer) => writer.string('abc', 10)],
  ['a long string', (writer) => writer.string('a'.repeat(300), 300)],
  ['a string of two bytes per character', (writer) => writer.string('é'.repeat(3), 10)],
  ['a long string of three bytes per character', (writer) => writer.string('€'.repeat(99), 300)],
  [
    'ASCII characters before a character of two bytes',
    (writer) => writer.string(`${'a'.repeat(40)}é`, 300),
  ],
  ['control characters', (writer) => writer.string('\u0001\u0002', 10)],
  ['a control character before U+2028', (writer) => writer.string('\u0001\u2028', 10)],
  ['a byte string', (writer) => writer.bytes(Uint8Array.of(1, 2, 3, 4))],
  ['a long byte string', (writer) => writer.bytes(new Uint8Array(300).fill(7))],
  ['a link', (writer) => writer.link(linkOf(writer, 0))],
  ['a link with a CID of version 0', (writer) => writer.link(linkOf(writer, 1))],
  ['a short integer', (writer) => writer.integer(-1)],
  ['a long integer', (writer) => writer.integer(2n ** 64n - 1n)],
  ['null', (writer) => writer.null()],
  ['a map header', (writer) => writer.openMap(0)],
  ['a long map header', (writer) => writer.openMap(70_000)],
  ['a list header', (writer) => writer.openList(0)],
  ['a long list header', (writer) => writer.openList(70_000)],
  ['a key', (writer) => writer.key('key')],
  ['a struct', (writer) => pair.write({ first: 'a', second: [1, 24, 70_000] }, writer)],
]

/** The smallest capacity that a writer allocates, in bytes. */
const INITIAL = 1024

describe.each([
  ['CborWriter', () => new CborWriter()],
  ['JsonWriter', () => new JsonWriter()],
] as const)('%s › capacity', (_name, create) => {
  it.each(ITEMS)('is ensured for %s', (_what, write) => {
    const alone = create()
    // The open brace keeps JsonWriter from writing a comma before the item.
    alone.raw(utf8('{'))
    write(alone)
    const item = alone.result().subarray(1)
    const problems: unknown[] = []
    for (let before = INITIAL - item.length - 16; before <= INITIAL; before++) {
      const writer = create()
      const start = new Uint8Array(before).fill(0x7b)
      writer.raw(start)
      write(writer)
      problems.push(difference(writer.result(), Uint8Array.from([...start, ...item])))
    }
    expect(problems.filter((problem) => problem !== undefined)).toEqual([])
  })
})

describe('JsonWriter › capacity for escapes and base64', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('suffices for escapes after %i bytes', (count) => {
    for (const escape of ['\u0001', '\u2028']) {
      const value = 'a'.repeat(count) + escape.repeat(682)
      const writer = new JsonWriter()
      writer.string(value, limits.string)
      const escaped = escape === '\u0001' ? '\\u0001' : '\\u2028'
      expect(latin1(writer.result())).toBe(`"${value.replaceAll(escape, escaped)}"`)
    }
  })

  it.each([3064, 3063, 3062, 3061, 3060, 3059, 3058, 3057, 3056])(
    'suffices for the base64 of %i bytes',
    (size) => {
      const source = new Uint8Array(size).fill(0xab)
      const writer = new JsonWriter()
      writer.bytes(source)
      const expected = Buffer.from(source).toString('base64').replace(/=+$/, '')
      expect(latin1(writer.result())).toBe(`{"/":{"bytes":"${expected}"}}`)
    },
  )
})

describe('Writer › buffer', () => {
  class Probe extends CborWriter {
    get capacity(): number {
      return this.out.length
    }
  }

  it('grows from 1,024 bytes to twice its size, or to the size needed', () => {
    const writer = new Probe()
    const capacities = [10, 1014, 1, 5000].map((size) => {
      writer.raw(new Uint8Array(size))
      return writer.capacity
    })
    expect(capacities).toEqual([1024, 1024, 2048, 6025])
  })

  it('is kept for the next value if it has at most 64 KiB, and dropped if larger', () => {
    const writer = new Probe()
    writer.raw(new Uint8Array(64 * 1024))
    writer.reset()
    expect(writer.capacity).toBe(64 * 1024)
    writer.raw(new Uint8Array(64 * 1024 + 1))
    writer.reset()
    expect(writer.capacity).toBe(0)
  })

  it('is not shared with a result', () => {
    const writer = new Probe()
    writer.raw(Uint8Array.of(1, 2, 3))
    const result = writer.result()
    expect([result.buffer.byteLength, result.byteOffset]).toEqual([3, 0])
    writer.reset()
    writer.raw(Uint8Array.of(4, 5, 6))
    expect([...result]).toEqual([1, 2, 3])
  })
})

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
