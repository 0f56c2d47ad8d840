import { describe, expect, it } from 'vitest'
import { bytes, did, link, list, map, string, struct, u64 } from '../../src/codec/index.js'
import { customer, provider, s3, Unit } from '../../src/index.js'
import { utf8 } from '../fixtures.js'
import { errorOf } from './error-of.js'

const WEB = 'did:web:a.example'
const args: customer.AddArguments = {
  customer: WEB,
  product: WEB,
  details: { é: '\u{1f600}', '<': '&\u2028"\\\n', ['__proto__']: 'p', '': '\ufeff' },
}

/** Decodes UTF-8, and keeps a BOM. */
function stringOf(encoded: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(encoded)
}

describe('json.stringify', () => {
  it('returns what encode returns, as a string', () => {
    const { encode, stringify } = customer.AddArguments.json
    expect(stringify(args)).toBe(stringOf(encode(args)))
    expect(Unit.json.stringify({})).toBe('{}')
    expect(string.json.stringify('\ufeffa')).toBe('"\ufeffa"')
    expect(u64.json.stringify(2n ** 64n - 1n)).toBe('18446744073709551615')
    expect(bytes.json.stringify(Uint8Array.of(0xff))).toBe('{"/":{"bytes":"/w"}}')
  })

  it.each([0, 1, 100, 1023, 1024, 1025, 8192])(
    'stringifies strings of up to %i UTF-8 bytes',
    (size) => {
      for (const character of ['a', 'é']) {
        const value = character.repeat(size / utf8(character).length)
        expect(string.json.stringify(value)).toBe(`"${value}"`)
      }
    },
  )

  it('rejects what encode rejects, with the same error', () => {
    const wrong = { ...args, details: { a: '\ud800' } }
    const error = [
      'invalid-utf8',
      undefined,
      'customer.AddArguments: details.a: string with a lone surrogate',
    ]
    expect(errorOf(() => customer.AddArguments.json.stringify(wrong))).toEqual(error)
    expect(errorOf(() => customer.AddArguments.json.encode(wrong))).toEqual(error)
    expect(errorOf(() => customer.AddArguments.json.stringify(null as never))).toEqual([
      'wrong-type',
      undefined,
      'customer.AddArguments: expected map, received null',
    ])
  })

  it('may be called by a getter of the value', () => {
    const value = {
      get a() {
        return string.json.stringify('b')
      },
    }
    expect(map(string, string).json.stringify(value)).toBe('{"a":"\\"b\\""}')
  })
})

describe('json.parse', () => {
  it('returns what decode returns', () => {
    const { decode, encode, parse, stringify } = customer.AddArguments.json
    expect(parse(stringify(args))).toEqual(args)
    expect(parse(stringify(args))).toEqual(decode(encode(args)))
    expect(Object.keys(parse(stringify(args)).details)).toEqual(['', '<', '__proto__', 'é'].sort())
    const json = ' { "id" : "\\u00e9" } '
    expect(provider.AddOK.json.parse(json)).toEqual({ id: 'é' })
  })

  it.each([
    '{"id":"\ud800"}',
    '{"id":"\udc00"}',
    '{"id":"a\udc00\ud800"}',
    '{"\ud800":1,"id":""}',
    '{}\ud800',
  ])('rejects a lone surrogate in %j', (json) => {
    expect(errorOf(() => provider.AddOK.json.parse(json))).toEqual([
      'invalid-utf8',
      undefined,
      'provider.AddOK: string with a lone surrogate',
    ])
  })

  it('keeps U+FFFD and a surrogate pair, and decodes an escaped pair', () => {
    expect(string.json.parse('"\ufffd\u{1f600}\\ud83d\\ude00"')).toBe('\ufffd\u{1f600}\u{1f600}')
  })

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [3, '3'],
    [{}, 'map'],
    [utf8('{}'), 'byte string'],
    [Object('{}'), 'map'],
  ])('rejects %o, which is not a string', (json, received) => {
    expect(errorOf(() => Unit.json.parse(json as string))).toEqual([
      'wrong-type',
      undefined,
      `Unit: expected string, received ${received}`,
    ])
  })

  it('reports offsets in UTF-8 bytes', () => {
    expect(errorOf(() => provider.AddOK.json.parse('{"é":1,"id":3}'))).toEqual([
      'wrong-type',
      13,
      'provider.AddOK: id: expected string, received 3',
    ])
  })

  it.each([
    ['', 'truncated', 0, 'Unit: unexpected end of input'],
    ['{} 1', 'trailing-data', 3, 'Unit: trailing data'],
    ['\ufeff{}', 'syntax', 0, 'Unit: unexpected byte 0xef'],
    ['[]', 'wrong-type', 0, 'Unit: expected map, received list'],
  ])('rejects %j as decode does', (json, ...error) => {
    expect(errorOf(() => Unit.json.parse(json))).toEqual(error)
    expect(errorOf(() => Unit.json.decode(utf8(json)))).toEqual(error)
  })

  it('parses an input of 500 kB, with a skipped list of 100,001 items', () => {
    const json = `{"z":[${'"é",'.repeat(100_000)}0]}`
    expect(Unit.json.parse(json)).toEqual({})
  })

  it('returns byte strings that own their buffer', () => {
    const data = new Uint8Array(100).fill(7)
    const json = s3.VerificationKey.json.stringify({ kind: 'sigv4', data })
    const parsed = s3.VerificationKey.json.parse(json)
    expect(parsed.data).toEqual(data)
    expect(parsed.data.buffer.byteLength).toBe(100)
  })
})

describe('the functions of a JSON codec', () => {
  it('work without `this`', () => {
    const Type = struct('Type', { dids: list(did), links: map(link, u64) })
    const value = { dids: [WEB], links: { bafkqaaik: 1 } } as const
    const { decode, encode, parse, stringify } = Type.json
    expect(parse(stringify(value))).toEqual(value)
    expect(decode(encode(value))).toEqual(value)
  })
})
