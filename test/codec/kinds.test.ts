import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import {
  bigint,
  bytes,
  cborStruct,
  cborTuple,
  command,
  commandName,
  did,
  fixedBytes,
  i64,
  isDID,
  link,
  list,
  map,
  oneOf,
  optional,
  parseDID,
  string,
  struct,
  tuple,
  u64,
  u8,
  url,
} from '../../src/codec/index.js'
import { customer, limits, provider, s3, Unit, type Type } from '../../src/index.js'
import { fromHex, toHex, utf8 } from '../fixtures.js'
import { errorOf } from './error-of.js'

const FORMATS = ['cbor', 'json'] as const
const WEB = 'did:web:a.example'
const KEY = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'
const withDetails = (details: unknown) => ({ customer: WEB, product: WEB, details })

describe.each(FORMATS)('limits in %s', (format) => {
  it('allow 4,096 entries of a map', () => {
    const entries = Array.from({ length: limits.entries }, (_, i) => [`${i}`, ''])
    const value = withDetails(Object.fromEntries(entries)) as customer.AddArguments
    const { encode, decode } = customer.AddArguments[format]
    expect(Object.keys(decode(encode(value)).details)).toHaveLength(limits.entries)
  })

  it('allow 8,192 items of a list', () => {
    const value: s3.PermissionSet = { [WEB]: Array.from({ length: limits.items }, () => '') }
    const { encode, decode } = s3.PermissionSet[format]
    expect(decode(encode(value))[WEB]).toHaveLength(limits.items)
  })

  it('allow 2,048 bytes of a DID', () => {
    const value = { provider: `did:web:${'a'.repeat(limits.did - 8)}`, consumer: WEB } as const
    const { encode, decode } = provider.AddArguments[format]
    expect(decode(encode(value)).provider).toHaveLength(limits.did)
  })

  it('allow at most 8,192 bytes of a DID that is a map key', () => {
    const key = `did:web:${'a'.repeat(limits.string - 8)}` as const
    const { encode, decode } = s3.PermissionSet[format]
    expect(Object.keys(decode(encode({ [key]: [] })))).toEqual([key])
    expect(errorOf(() => encode({ [`${key}a`]: [] }))).toEqual([
      'too-long',
      undefined,
      expect.stringMatching(/: string exceeds 8192 bytes$/),
    ])
  })
})

describe('struct', () => {
  it('skips 8,192 unknown fields', () => {
    const cbor = new Uint8Array(3 + limits.fields * 3)
    cbor.set([0xb9, limits.fields >> 8, limits.fields & 0xff])
    for (let i = 0; i < limits.fields; i++) cbor.set([0x61, 0x7a, 0x00], 3 + i * 3)
    expect(Unit.cbor.decode(cbor)).toEqual({})
    expect(Unit.json.decode(utf8(`{${'"z":0,'.repeat(limits.fields - 1)}"z":0}`))).toEqual({})
  })

  const Fields = struct('Fields', { bb: u8, a: u8, c: optional(u8), B: u8 })
  const value = { bb: 1, a: 2, B: 3 }

  it('sorts names by length and then bytewise in CBOR, and bytewise in JSON', () => {
    expect(toHex(Fields.cbor.encode(value))).toBe('a361420361610262626201')
    expect(Fields.json.stringify(value)).toBe('{"B":3,"a":2,"bb":1}')
  })

  it('decodes fields in any order, and returns them in the declared order', () => {
    for (const json of ['{"B":3,"bb":1,"a":2}', '{"bb":1,"a":2,"c":null,"B":3}']) {
      expect(Object.keys(Fields.json.parse(json))).toEqual(['bb', 'a', 'B'])
      expect(Fields.json.parse(json)).toEqual(value)
    }
    const cbor = fromHex('a461610261420361 63f6 62626201'.replaceAll(' ', ''))
    expect(Object.keys(Fields.cbor.decode(cbor))).toEqual(['bb', 'a', 'B'])
  })

  it('encodes an object to the same bytes for any order of its keys', () => {
    const reversed = { B: 3, a: 2, bb: 1 }
    for (const format of FORMATS) {
      expect(Fields[format].encode(reversed)).toEqual(Fields[format].encode(value))
    }
  })

  it('nests in structs, lists and maps', () => {
    const Outer = struct('Outer', { inner: Fields, list: list(Fields), map: map(string, Fields) })
    const outer = { inner: value, list: [value, value], map: { k: value } }
    for (const format of FORMATS) {
      expect(Outer[format].decode(Outer[format].encode(outer))).toEqual(outer)
    }
    expect(() => Outer.json.parse('{"inner":{"bb":1,"a":256}}')).toThrow(
      'Outer: inner.a: expected integer from 0 to 255, received 256',
    )
  })

  it('encodes and decodes a field named __proto__', () => {
    const Odd = struct('Odd', { ['__proto__']: string, a: string })
    const odd = JSON.parse('{"__proto__":"x","a":"y"}') as { __proto__: string; a: string }
    for (const format of FORMATS) {
      const decoded = Odd[format].decode(Odd[format].encode(odd))
      expect(Object.entries(decoded)).toEqual([
        ['__proto__', 'x'],
        ['a', 'y'],
      ])
    }
  })

  it('encodes an undefined optional field like an absent field', () => {
    const type = struct('Optional', { a: optional(string), b: string })
    for (const format of FORMATS) {
      const expected = type[format].encode({ b: 'x' })
      expect(type[format].encode({ a: undefined, b: 'x' })).toEqual(expected)
    }
  })

  it('`is` rejects a missing required field, and null for an optional field', () => {
    const type = struct('Optional', { a: optional(string), b: string })
    expect(type.is({ a: 'x' })).toBe(false)
    expect(type.is({ a: null, b: 'x' })).toBe(false)
  })
})

describe('tuple', () => {
  const Pair = tuple('Pair', { first: string, second: u8 })
  const value = { first: 'a', second: 1 }

  it('encodes an object as the list of its fields, in the declared order', () => {
    for (const pair of [value, { second: 1, first: 'a' }]) {
      expect(toHex(Pair.cbor.encode(pair))).toBe('82616101')
      expect(Pair.json.stringify(pair)).toBe('["a",1]')
    }
    expect(dagCbor.decode(Pair.cbor.encode(value))).toEqual(['a', 1])
  })

  it('decodes a list to an object', () => {
    expect(Pair.cbor.decode(fromHex('82616101'))).toEqual(value)
    expect(Pair.json.parse(' [ "a" , 1 ] ')).toEqual(value)
    expect(Object.keys(Pair.json.parse('["a",1]'))).toEqual(['first', 'second'])
  })

  it('is an empty list if it has no fields', () => {
    const Empty = tuple('Empty', {})
    expect(Empty.json.stringify({})).toBe('[]')
    expect(Empty.cbor.decode(Uint8Array.of(0x80))).toEqual({})
    expect(errorOf(() => Empty.cbor.decode(fromHex('8101')))).toEqual([
      'too-many',
      0,
      'Empty: more than 0 items',
    ])
  })

  it.each([
    ['81 6161', '["a"]', 'missing-field', 0, 'second: missing required field'],
    ['80', '[]', 'missing-field', 0, 'first: missing required field'],
    ['83 6161 01 02', '["a",1,2]', 'too-many', 0, 'more than 2 items'],
    ['a0', '{}', 'wrong-type', 0, 'expected list, received map'],
    ['82 f6', '[null', 'wrong-type', 1, 'first: expected string, received null'],
  ])('rejects the CBOR %s and the JSON %s', (hex, json, code, offset, reason) => {
    const error = [code, offset, `Pair: ${reason}`]
    expect(errorOf(() => Pair.cbor.decode(fromHex(hex.replaceAll(' ', ''))))).toEqual(error)
    expect(errorOf(() => Pair.json.parse(json))).toEqual(error)
  })

  it.each([
    [['a', 1], 'wrong-type', 'expected map, received list'],
    [{ first: 'a' }, 'missing-field', 'second: missing required field'],
    [{ second: 1, first: undefined }, 'missing-field', 'first: missing required field'],
    [{ ...value, third: 2 }, 'unknown-field', 'third: unknown field'],
    [{ first: 1, second: 1 }, 'wrong-type', 'first: expected string, received 1'],
    [null, 'wrong-type', 'expected map, received null'],
  ])('rejects %o when encoding', (wrong, code, reason) => {
    for (const format of FORMATS) {
      expect(errorOf(() => Pair[format].encode(wrong as typeof value))).toEqual([
        code,
        undefined,
        `Pair: ${reason}`,
      ])
    }
    expect(Pair.is(wrong)).toBe(false)
  })

  it('decodes a field named __proto__', () => {
    const Odd = tuple('Odd', { ['__proto__']: string, a: string })
    expect(Object.entries(Odd.json.parse('["x","y"]'))).toEqual([
      ['__proto__', 'x'],
      ['a', 'y'],
    ])
  })
})

describe('integers', () => {
  const EDGES = [0n, 23n, 24n, 255n, 256n, 65_535n, 65_536n, 2n ** 32n - 1n, 2n ** 32n]
  const WIDE = [2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n]
  const INTEGERS = [...EDGES, ...WIDE].flatMap((value) => [value, -1n - value])

  it.each(INTEGERS)(
    'i64 encodes %i like @ipld/dag-cbor, and as decimal digits in JSON',
    (value) => {
      expect(toHex(i64.cbor.encode(value))).toBe(toHex(dagCbor.encode(value)))
      expect(i64.json.stringify(value)).toBe(String(value))
    },
  )

  it.each(INTEGERS.filter((value) => Number.isSafeInteger(Number(value))))(
    'i64 encodes the number %i to the same bytes as the bigint',
    (value) => {
      expect(i64.cbor.encode(Number(value))).toEqual(i64.cbor.encode(value))
      expect(i64.json.stringify(Number(value))).toBe(String(value))
    },
  )

  it('u64 encodes 2^64 - 1', () => {
    expect(toHex(u64.cbor.encode(2n ** 64n - 1n))).toBe('1bffffffffffffffff')
    expect(u64.json.stringify(2n ** 64n - 1n)).toBe('18446744073709551615')
  })

  it('encode -0 as 0', () => {
    for (const type of [u8, u64, i64]) {
      expect(toHex(type.cbor.encode(-0))).toBe('00')
      expect(type.json.stringify(-0)).toBe('0')
    }
  })

  it.each<readonly [Type<number | bigint>, bigint, bigint]>([
    [u8 as Type<number | bigint>, 0n, 255n],
    [u64, 0n, 2n ** 64n - 1n],
    [i64, -(2n ** 63n), 2n ** 63n - 1n],
  ])('$name accepts the ends of its range, and rejects integers beyond', (type, least, most) => {
    for (const value of [least, most]) expect(type.is(value)).toBe(true)
    for (const value of [least - 1n, most + 1n]) {
      const message = `${type.name}: expected integer from ${least} to ${most}, received ${value}`
      for (const format of FORMATS) {
        expect(errorOf(() => type[format].encode(value))).toEqual([
          'out-of-range',
          undefined,
          message,
        ])
      }
      expect(type.is(value)).toBe(false)
    }
  })

  it.each([
    [0.5, '0.5'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    ['1', 'string'],
    [null, 'null'],
    [true, 'true'],
  ])('reject %o, which is not an integer', (value, received) => {
    for (const type of [u8, u64, i64] as Array<Type<unknown>>) {
      expect(errorOf(() => type.cbor.encode(value))).toEqual([
        'wrong-type',
        undefined,
        `${type.name}: expected integer, received ${received}`,
      ])
      expect(type.is(value)).toBe(false)
    }
  })

  it('reject a number outside of the safe range', () => {
    const unsafe = 2 ** 53
    const message = 'expected safe integer or bigint, received 9007199254740992'
    expect(errorOf(() => u64.cbor.encode(unsafe))).toEqual([
      'wrong-type',
      undefined,
      `u64: ${message}`,
    ])
    expect(errorOf(() => i64.cbor.encode(unsafe))).toEqual([
      'wrong-type',
      undefined,
      `i64: ${message}`,
    ])
    expect(errorOf(() => u8.cbor.encode(unsafe))).toEqual([
      'out-of-range',
      undefined,
      'u8: expected integer from 0 to 255, received 9007199254740992',
    ])
  })

  it('i64 parses safe integers in JSON to numbers, and others to bigints', () => {
    const decoded = INTEGERS.map((value) => i64.json.parse(String(value)))
    const isSafe = INTEGERS.map((value) => Number.isSafeInteger(Number(value)))
    expect(decoded.map((value) => typeof value === 'number')).toEqual(isSafe)
    expect(decoded.map(BigInt)).toEqual(INTEGERS)
  })
})

describe('bigint', () => {
  // The reference encodes and decodes these values of the field `dataSet` of
  // `pdp/sign.DataSetDeleteArguments` in the same way.
  it.each([
    ['0', 0n, 'c240'],
    ['1', 1n, 'c24101'],
    ['0xff', 0xffn, 'c241ff'],
    ['0x100', 0x100n, 'c2420100'],
    ['2^64', 2n ** 64n, 'c249010000000000000000'],
    ['2^2048 - 1', 2n ** 2048n - 1n, `c2590100${'ff'.repeat(256)}`],
  ])('encodes and decodes %s as an unsigned bignum', (_what, value, hex) => {
    expect(toHex(bigint.cbor.encode(value))).toBe(hex)
    expect(bigint.cbor.decode(fromHex(hex))).toBe(value)
  })

  it.each(['c24100', 'c2420001'])('decodes %s, which has a leading zero', (hex) => {
    expect(bigint.cbor.decode(fromHex(hex))).toBe(BigInt(`0x${hex.slice(4)}`))
  })

  it.each([
    ['a number', 1 as unknown, 'wrong-type', 'expected bigint, received 1'],
    ['a negative bigint', -1n, 'out-of-range', 'expected non-negative bigint, received -1'],
    ['2^2048', 2n ** 2048n, 'too-long', 'bigint exceeds 256 bytes'],
  ])('rejects %s', (_what, value, code, reason) => {
    const error = [code, undefined, `bigint: ${reason}`]
    expect(errorOf(() => bigint.cbor.encode(value as bigint))).toEqual(error)
    expect(bigint.is(value)).toBe(false)
  })

  it('has no DAG-JSON, alone or within another type', () => {
    const Piece = cborStruct('Piece', { id: bigint })
    const Pieces = cborTuple('Pieces', { first: bigint })
    for (const type of [bigint, list(bigint), map(string, bigint), Piece, Pieces]) {
      expect(type).not.toHaveProperty('json')
    }
  })
})

describe('cborStruct and cborTuple', () => {
  it('have no DAG-JSON, even if all their fields have DAG-JSON', () => {
    expect(cborStruct('Name', { first: string })).not.toHaveProperty('json')
    expect(cborTuple('Name', { first: string })).not.toHaveProperty('json')
  })
})

describe('fixedBytes', () => {
  it.each(FORMATS)('accepts only byte strings of its length, in %s', (format) => {
    const { encode, decode } = fixedBytes(2)[format]
    expect(decode(encode(Uint8Array.of(1, 2)))).toEqual(Uint8Array.of(1, 2))
    for (const size of [0, 1, 3]) {
      const message = `bytes of length 2: expected 2 bytes, received ${size}`
      const other = bytes[format].encode(new Uint8Array(size))
      expect(errorOf(() => encode(new Uint8Array(size)))).toEqual([
        'out-of-range',
        undefined,
        message,
      ])
      expect(errorOf(() => decode(other as never))).toEqual(['out-of-range', 0, message])
    }
  })
})

// Measured with the field `endpoint` of `space/egress.TrackArguments`: Go's `net/url`
// accepts the strings of the first and the third list, and rejects those of the second.
// If a program's `go.mod` declares Go 1.26 or newer, Go also rejects `http://a:80:81/`.
describe('url', () => {
  it.each([
    '',
    '*',
    'foo',
    'foo:bar',
    '/a:b',
    'a/b:c',
    '///a',
    '//h/p',
    'x:///a',
    'http:/a',
    'https://a.example/{cid}',
    'HTTP://A/b',
    'http://a/b c',
    'http://a?b c',
    'http://a?%zz',
    'http://[::1]:80/',
    'http://a:/',
    'http://u:p@h/',
    'http://é.example/ü',
    'http://%c3%a9/',
    'http://a/?',
    'http://a/#',
    'mailto:a b',
    'mailto:%zz',
    'http://a<b>c"',
    'http://',
    'http://a/\u2028',
    'http://a@b@c/',
    'A-b+c.1:x',
  ])('accepts %j, and keeps it as received', (value) => {
    for (const format of FORMATS) {
      const { encode, decode } = url[format]
      expect(decode(encode(value))).toBe(value)
    }
  })

  it.each([
    ':a',
    '1a://b',
    'http://a b/',
    'http://a/%zz',
    'http://a#%zz',
    'http://a\x7f',
    'a\n',
    'http://[::1',
    'http://[1.2.3.4]',
    'http://[:::]/',
    'http://a:x/',
    '//h:x',
    'http://h^/',
    'http://u p@h/',
    'http://%41/',
    'http://a\\b',
    'a%zz:b',
    'http://a%/',
    'http://u%zz@h/',
    'http://\u017f@h/',
  ])('rejects %j', (value) => {
    expect(url.is(value)).toBe(false)
  })

  it.each(['http://[::1%25en0]/', 'pg://a:1,b:2/', 'http://a:80:81/', 'http://a#\x01'])(
    'rejects %j, which Go accepts',
    (value) => {
      expect(url.is(value)).toBe(false)
    },
  )
})

describe('commandName', () => {
  it.each(['/', '/a', '/customer/add', '/é/ü', '/a b/c', '/a\n'])('accepts %j', (name) => {
    expect(commandName.is(name)).toBe(true)
    for (const format of FORMATS) {
      const { encode, decode } = commandName[format]
      expect(decode(encode(name as '/'))).toBe(name)
    }
  })

  it.each(['', 'a', 'a/b', '//', '/a/', '/a//b', '/A', '/a/B', '/É'])('rejects %j', (name) => {
    const error = [
      'invalid-command',
      undefined,
      `command: expected command, received ${JSON.stringify(name)}`,
    ]
    expect(errorOf(() => commandName.cbor.encode(name as '/'))).toEqual(error)
    expect(errorOf(() => commandName.json.parse(JSON.stringify(name)))).toEqual([
      'invalid-command',
      0,
      error[2],
    ])
    expect(commandName.is(name)).toBe(false)
  })

  it('rejects a number', () => {
    expect(errorOf(() => commandName.cbor.encode(1 as never))).toEqual([
      'wrong-type',
      undefined,
      'command: expected command, received 1',
    ])
    expect(errorOf(() => commandName.json.parse('1'))).toEqual([
      'wrong-type',
      0,
      'command: expected command, received 1',
    ])
  })
})

describe('command', () => {
  it('returns a name, and the types of the arguments and the result', () => {
    const Arguments = struct('greeter.GreetArguments', { who: did })
    expect(command('/greeter/greet', Arguments, Unit)).toEqual({
      name: '/greeter/greet',
      arguments: Arguments,
      ok: Unit,
    })
  })
})

describe('did', () => {
  it.each(['did:web:a', 'did:plc:x', 'did:a1:é\n', 'did:key:z6Mk', 'did:mailto:a:b', 'did:keys:0'])(
    'accepts %j',
    (value) => {
      expect(did.is(value)).toBe(true)
      expect(isDID(value)).toBe(true)
      expect(parseDID(value)).toBe(value)
    },
  )

  it.each([
    '',
    'did:',
    'xdid:web:a.example',
    ' did:web:a.example',
    'did:web:',
    'did::a',
    'did:Web:a',
    'did:key:z',
    'did:key:a',
    'did:key:z0',
    'did:key:zO',
    'did:key:z6Mk#z6Mk',
  ])('rejects %j', (value) => {
    expect(did.is(value)).toBe(false)
    expect(isDID(value)).toBe(false)
    expect(errorOf(() => parseDID(value))).toEqual([
      'invalid-did',
      undefined,
      `did: expected DID, received ${JSON.stringify(value)}`,
    ])
  })
})

describe('isDID and parseDID', () => {
  it('reject a DID of more than 2,048 bytes', () => {
    const longest = `did:web:${'a'.repeat(limits.did - 8)}`
    expect([isDID(longest), isDID(`${longest}a`)]).toEqual([true, false])
    expect(parseDID(longest)).toBe(longest)
    expect(errorOf(() => parseDID(`${longest}a`))).toEqual([
      'too-long',
      undefined,
      'did: string exceeds 2048 bytes',
    ])
  })

  it.each<readonly [unknown, string]>([
    [null, 'null'],
    [undefined, 'undefined'],
    [1, '1'],
    [{}, 'map'],
    [['did:web:a'], 'list'],
    [Object('did:web:a'), 'map'],
  ])('reject %o, which is not a string', (value, received) => {
    expect(isDID(value)).toBe(false)
    expect(errorOf(() => parseDID(value as string))).toEqual([
      'wrong-type',
      undefined,
      `did: expected DID, received ${received}`,
    ])
  })
})

describe('kinds', () => {
  it.each<readonly [Type<unknown>, unknown, string]>([
    [s3.PermissionSet, { [WEB]: {} }, '["did:web:a.example"]: expected list, received map'],
    [s3.ProofSet, { [KEY]: ['a'] }, `${KEY}[0]: expected link, received string`],
    [s3.VerificationKey, { kind: 1, data: new Uint8Array() }, 'kind: expected string, received 1'],
    [
      s3.VerificationKey,
      { kind: 'sigv4', data: 'AQ' },
      'data: expected byte string, received string',
    ],
    [
      customer.AddArguments,
      { ...withDetails({}), customer: [] },
      'customer: expected DID, received list',
    ],
    [customer.AddArguments, withDetails({ a: 1n }), 'details.a: expected string, received 1n'],
    [
      customer.AddArguments,
      withDetails({ a: Symbol('s') }),
      'details.a: expected string, received symbol',
    ],
    [
      customer.AddArguments,
      withDetails({ a: () => 1 }),
      'details.a: expected string, received function',
    ],
    [
      customer.AddArguments,
      withDetails({ a: new Date(0) }),
      'details.a: expected string, received Date',
    ],
    [
      customer.AddArguments,
      withDetails({ a: new ArrayBuffer(1) }),
      'details.a: expected string, received ArrayBuffer',
    ],
    [
      customer.AddArguments,
      withDetails({ a: new Uint8Array() }),
      'details.a: expected string, received byte string',
    ],
    [
      customer.AddArguments,
      withDetails({ a: CID.parse(KEY) }),
      'details.a: expected string, received link',
    ],
    [customer.AddArguments, withDetails({ a: {} }), 'details.a: expected string, received map'],
    [customer.AddArguments, withDetails({ a: true }), 'details.a: expected string, received true'],
    [
      customer.AddArguments,
      withDetails({ a: undefined }),
      'details.a: expected string, received undefined',
    ],
  ])('$name reports the rejected value or its type when encoding', (type, value, message) => {
    for (const format of FORMATS) {
      expect(() => type[format].encode(value)).toThrow(
        expect.objectContaining({ code: 'wrong-type', message: `${type.name}: ${message}` }),
      )
    }
  })

  it.each<readonly [Type<unknown>, string, string]>([
    [s3.VerificationKey, '{"kind":3}', 'kind: expected string, received 3'],
    [s3.PermissionSet, `{"${WEB}":{}}`, '["did:web:a.example"]: expected list, received map'],
    [s3.ProofSet, `{"${KEY}":[1]}`, `${KEY}[0]: expected link, received 1`],
    [s3.VerificationKey, '{"data":[]}', 'data: expected byte string, received list'],
  ])('$name reports the rejected value or its type when decoding', (type, json, message) => {
    expect(() => type.json.parse(json)).toThrow(
      expect.objectContaining({ code: 'wrong-type', message: `${type.name}: ${message}` }),
    )
  })

  it.each<readonly [Type<unknown>, string]>([
    [string, 'string'],
    [did, 'did'],
    [link, 'link'],
    [bytes, 'bytes'],
    [u8, 'u8'],
    [u64, 'u64'],
    [i64, 'i64'],
    [commandName, 'command'],
    [oneOf('a', 'b'), 'a|b'],
    [list(did), '[did]'],
    [map(link, list(string)), '{link: [string]}'],
    [map(did, string, 'Names'), 'Names'],
    [struct('Struct', {}), 'Struct'],
    [tuple('Tuple', {}), 'Tuple'],
  ])('errors of $name start with its name', (type, name) => {
    expect(type.name).toBe(name)
    expect(() => type.cbor.decode(Uint8Array.of(0xf6))).toThrow(`${name}: expected`)
  })

  it('reject the types of another library', () => {
    const foreign = { ...string, name: 'foreign string' }
    for (const make of [
      () => struct('Struct', { a: foreign }),
      () => struct('Struct', { a: optional(foreign) }),
      () => tuple('Tuple', { a: foreign }),
      () => list(foreign),
      () => map(string, foreign),
      () => map(foreign, string),
    ]) {
      expect(make).toThrow(
        new TypeError(
          'foreign string: expected type of this copy of libforge: install only one copy',
        ),
      )
    }
  })

  it.each<readonly [Type<string>]>([[oneOf('a')], [commandName]])(
    '$name is rejected as the key type of a map',
    (type) => {
      expect(() => map(type, string)).toThrow(
        new TypeError(`${type.name} can't be the key of a map: use string, did or link`),
      )
    },
  )
})

describe('oneOf', () => {
  it('accepts its members and no other string', () => {
    const type = oneOf('a', 'b', 'c d')
    expect(['a', 'b', 'c d', 'd', 'A', '', 'ab'].map((value) => type.is(value))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ])
    expect(errorOf(() => type.json.parse('"d"'))).toEqual([
      'not-in-enum',
      0,
      'a|b|c d: expected "a" or "b" or "c d", received "d"',
    ])
  })
})

describe('values of another realm', () => {
  it('are encoded as byte strings and maps', () => {
    const foreign = runInNewContext(
      `({ kind: 'sigv4', data: Uint8Array.of(1, 2) })`,
    ) as s3.VerificationKey
    expect(foreign.data).not.toBeInstanceOf(Uint8Array)
    const own: s3.VerificationKey = { kind: 'sigv4', data: Uint8Array.of(1, 2) }
    for (const format of FORMATS) {
      const { encode, decode } = s3.VerificationKey[format]
      expect(encode(foreign)).toEqual(encode(own))
      expect(decode(encode(foreign))).toEqual(own)
    }
  })

  it.each([
    'new Map()',
    'new Set()',
    'new Date(0)',
    'new ArrayBuffer(1)',
    'new SharedArrayBuffer(1)',
    '[]',
  ])('are rejected where a map is expected: %s', (source) => {
    expect(customer.AddArguments.is(withDetails(runInNewContext(source)))).toBe(false)
  })

  it.each(['Uint8Array.of(0xa0)', 'Uint8Array.of(0xa0).buffer'])('are decoded: %s', (source) => {
    expect(Unit.cbor.decode(runInNewContext(source))).toEqual({})
  })
})

describe('link', () => {
  // In multiformats, `asCID` is deprecated. The property `/` of a CID is the same array as `bytes`.
  it('accepts an object without `asCID` only if `/` and `bytes` are the same array', () => {
    const { bytes: own } = CID.parse(KEY)
    const marked = { bytes: own, '/': own } as unknown as CID
    const expected = s3.ProofSet.cbor.encode({ [KEY]: [CID.parse(KEY)] })
    expect(s3.ProofSet.cbor.encode({ [KEY]: [marked] })).toEqual(expected)
    const unmarked = { bytes: own, '/': Uint8Array.from(own) } as unknown as CID
    expect(s3.ProofSet.is({ [KEY]: [unmarked] })).toBe(false)
  })

  it.each([null, undefined, 1, 'a'])('rejects %o', (value) => {
    for (const format of FORMATS) {
      const proofs = { [KEY]: [value] } as unknown as s3.ProofSet
      expect(() => s3.ProofSet[format].encode(proofs)).toThrow(
        expect.objectContaining({ code: 'wrong-type', path: [KEY, 0] }),
      )
    }
  })
})

describe('map', () => {
  it('sorts 22 keys by their UTF-8 bytes: U+FFFF before U+1F600', () => {
    const keys = ['\u{1F600}', '\uFFFF', ...Array.from({ length: 20 }, (_, i) => `k${99 - i}`)]
    const value = withDetails(
      Object.fromEntries(keys.map((key) => [key, ''])),
    ) as customer.AddArguments
    const { encode, decode } = customer.AddArguments.cbor
    const expected = [...keys.slice(2).toReversed(), '\uFFFF', '\u{1F600}']
    expect(Object.keys(decode(encode(value)).details)).toEqual(expected)
  })

  it('encodes a key before the longer keys that start with it', () => {
    const value = withDetails({ ab: '', a: '', abc: '', '': '' }) as customer.AddArguments
    const { encode, decode } = customer.AddArguments.cbor
    expect(Object.keys(decode(encode(value)).details)).toEqual(['', 'a', 'ab', 'abc'])
  })

  it('calls each own getter once, and no getter of the prototype', () => {
    let reads = 0
    class Details {
      get bytes(): never {
        throw new Error('a getter of the prototype was read')
      }
    }
    const own = Object.defineProperty(new Details(), 'bytes', {
      enumerable: true,
      get: () => `read ${++reads} times`,
    })
    for (const format of FORMATS) {
      const { encode, decode } = customer.AddArguments[format]
      reads = 0
      const decoded = decode(encode(withDetails(own) as unknown as customer.AddArguments))
      expect(decoded.details).toEqual({ bytes: 'read 1 times' })
      expect(customer.AddArguments.is(withDetails(new Details()))).toBe(true)
    }
  })
})
