import { isDeepStrictEqual } from 'node:util'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { base64 } from '../../src/codec/base64.js'
import { JsonWriter } from '../../src/codec/json/writer.js'
import { limits, provider, s3, type Type } from '../../src/index.js'
import { toHex, utf8 } from '../fixtures.js'
import { refusalOf } from './refusal.js'

const FORMATS = ['cbor', 'json'] as const
const KEY = 'bafkqaaik'
const LINKS = [
  'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm',
  'QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR',
  KEY,
].map((text) => CID.parse(text))

describe('a head in CBOR is as short as can be', () => {
  it.each([
    [0, '40'],
    [23, '57'],
    [24, '5818'],
    [255, '58ff'],
    [256, '590100'],
    [65535, '59ffff'],
    [65536, '5a00010000'],
    [0x12345, '5a00012345'],
  ])('for %i bytes: %s', (size, head) => {
    const key = { kind: 'sigv4', data: new Uint8Array(size) } as const
    const start = `a26464617461${head}`
    expect(toHex(s3.VerificationKey.cbor.encode(key)).slice(0, start.length)).toBe(start)
  })
})

it.each(['\ud800', '\udc00', '\udc00\udc00', '\ud800\ud800', '\udc00\ud800', 'a\ud800', 'é\udc00'])(
  'a text with a lone surrogate is not written: %j',
  (id) => {
    for (const format of FORMATS) {
      expect(refusalOf(() => provider.AddOK[format].encode({ id }))).toEqual([
        'invalid-utf8',
        undefined,
        'provider.AddOK: id: text with a lone surrogate',
      ])
    }
    expect(provider.AddOK.is({ id })).toBe(false)
  },
)

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
])('the character %j is written as its UTF-8', (id) => {
  const bytes = utf8(id)
  const head = toHex(Uint8Array.of(0x60 + bytes.length))
  expect(toHex(provider.AddOK.cbor.encode({ id }))).toBe(`a1626964${head}${toHex(bytes)}`)
  expect(provider.AddOK.json.encode({ id })).toEqual(utf8(`{"id":"${id}"}`))
})

it.each(['a', 'é', '€', '\u{1f600}'])(
  'a text may take as many bytes as a text may have, and no more: %s',
  (character) => {
    const most = Math.floor(limits.text / utf8(character).length)
    const longest = { id: character.repeat(most) }
    const longer = { id: character.repeat(most + 1) }
    for (const format of FORMATS) {
      const { [format]: codec } = provider.AddOK
      expect(codec.decode(codec.encode(longest))).toEqual(longest)
      expect(refusalOf(() => codec.encode(longer))).toEqual([
        'too-long',
        undefined,
        'provider.AddOK: id: longer than 8192 bytes',
      ])
    }
  },
)

/**
 * Each writer fills stretches of bytes, of which a value takes what is left:
 * with the sizes here, each part of a value comes at the end of one.
 */
describe.each(FORMATS)('%s is whole, whatever was written before', (format) => {
  /** Which of the values isn't read again as it was; -1 where each is. */
  function firstBroken<T>({ [format]: codec }: Type<T>, count: number, value: (i: number) => T) {
    const values = Array.from({ length: count }, (_, i) => value(i))
    const written = values.map((each) => codec.encode(each))
    return written.findIndex((bytes, i) => !isDeepStrictEqual(codec.decode(bytes), values[i]))
  }

  it.each([
    ['of ASCII', 'a'],
    ['of two bytes a character', 'é'],
    ['of three bytes a character', '€'],
    ['of four bytes a character', '\u{1f600}'],
    ['of escapes', '\u0001'],
    ['of wide escapes', '\u2028'],
  ])('with texts %s', (_what, character) => {
    const broken = firstBroken(provider.AddOK, 400, (i) => ({
      id: character.repeat((i * 37) % 151),
    }))
    expect(broken).toBe(-1)
  })

  it('with long texts', () => {
    const broken = firstBroken(provider.AddOK, 300, (i) => ({
      id: `${'a'.repeat(i)}${'é'.repeat((i * 131) % 4001)}`,
    }))
    expect(broken).toBe(-1)
  })

  it('with keys', () => {
    const broken = firstBroken(s3.Request, 500, (i) => ({
      method: '',
      headers: { a: 'a', ['é'.repeat((i * 37) % 101)]: 'b', ['k'.repeat(i % 31)]: '' },
      url: '',
    }))
    expect(broken).toBe(-1)
  })

  it('with links', () => {
    const broken = firstBroken(s3.ProofSet, 300, (i) => ({
      [KEY]: LINKS.slice(i % 3).concat(LINKS.slice(0, i % 5)),
    }))
    expect(broken).toBe(-1)
  })

  it('with bytes', () => {
    const broken = firstBroken(s3.VerificationKey, 400, (i) => ({
      kind: 'sigv4' as const,
      data: new Uint8Array((i * 37) % 301).fill(i),
    }))
    expect(broken).toBe(-1)
  })
})

describe('what fills the memory of a new writer to its last byte is whole', () => {
  const PIECE = 4095

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('%i bytes before escapes', (count) => {
    for (const escape of ['\u0001', '\u2028']) {
      const text = 'a'.repeat(count) + escape.repeat((PIECE - 3) / 6)
      const writer = new JsonWriter()
      writer.text(text, limits.text)
      const escaped = escape === '\u0001' ? '\\u0001' : '\\u2028'
      expect(latin1(writer.take())).toBe(`"${text.replaceAll(escape, escaped)}"`)
    }
  })

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('bytes, less %i', (less) => {
    const source = new Uint8Array(3064 - less).fill(0xab)
    const writer = new JsonWriter()
    writer.bytes(source, base64)
    const expected = Buffer.from(source).toString('base64').replace(/=+$/, '')
    expect(latin1(writer.take())).toBe(`{"/":{"bytes":"${expected}"}}`)
  })
})

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
