import { describe, expect, it } from 'vitest'
import { i64, u8 } from '../../src/codec/index.js'
import { customer, Failure, limits, provider, s3, Unit } from '../../src/index.js'
import { utf8 } from '../fixtures.js'
import { errorOf } from './error-of.js'

const KEY = 'bafkqaaik'

/** Decodes JSON as a type. Returns `{ value }`, or `[code, offset, message]` of the error. */
function outcome(type: { json: { decode(input: Uint8Array): unknown } }, json: string): unknown {
  return errorOf(() => type.json.decode(utf8(json)))
}

describe('JsonReader › wrong types', () => {
  it.each([
    ['true', 'true'],
    ['false', 'false'],
    ['0', '0'],
    ['-1.5e+10', '-1.5e+10'],
    ['2E-7', '2E-7'],
    ['[]', 'list'],
    ['{}', 'map'],
  ])('rejects %s where a string is expected', (json, received) => {
    expect(outcome(provider.AddOK, `{"id": ${json}}`)).toEqual([
      'wrong-type',
      7,
      `provider.AddOK: id: expected string, received ${received}`,
    ])
  })

  it('quotes 64 characters of a longer number', () => {
    expect(outcome(provider.AddOK, `{"id": ${'1'.repeat(65)}}`)).toEqual([
      'wrong-type',
      7,
      `provider.AddOK: id: expected string, received ${'1'.repeat(64)}…`,
    ])
  })
})

describe('JsonReader › wrong types for maps, lists, links and byte strings', () => {
  it.each([
    ['map', provider.AddOK, ' "a"', 1, 'expected map, received string'],
    ['list', s3.ProofSet, `{"${KEY}":"a"}`, 13, `${KEY}: expected list, received string`],
    ['link', s3.ProofSet, `{"${KEY}":[1]}`, 14, `${KEY}[0]: expected link, received 1`],
    [
      'byte string',
      s3.VerificationKey,
      '{"data":"AQ"}',
      8,
      'data: expected byte string, received string',
    ],
    ...[
      '{}',
      '{"a":1}',
      '{"/":1}',
      '{"/":{}}',
      '{"/":{"a":1}}',
      '{"/":{"bytes":1}}',
      '{"/":{"bytes":{}}}',
      '{"/":"AQ"}',
      '{"/":{"bytes":"AQ","a":1}}',
      '{"/":{"bytes":"AQ"},"a":1}',
      '{ "/" : { "bytes" : "AQ" } , "a":1}',
    ].map(
      (json) =>
        [
          `byte string: ${json}`,
          s3.VerificationKey,
          `{"data": ${json}}`,
          9,
          'data: expected byte string, received map',
        ] as const,
    ),
    ...['{}', '{"/":{}}', '{"a":"b"}', '{"/":1}', `{"/":"${KEY}","a":1}`].map(
      (json) =>
        [
          `link: ${json}`,
          s3.ProofSet,
          `{"${KEY}":[ ${json}]}`,
          15,
          `${KEY}[0]: expected link, received map`,
        ] as const,
    ),
  ] as const)('rejects a value that is not a %s', (_what, type, json, offset, reason) => {
    expect(outcome(type, json)).toEqual(['wrong-type', offset, `${type.name}: ${reason}`])
  })
})

describe('JsonReader › syntax', () => {
  it.each([
    ['{"a" 1}', 5, 'unexpected "1"'],
    ['{"a":}', 5, 'unexpected "}"'],
    ['{a:1}', 1, 'unexpected "a"'],
    ['{1:1}', 1, 'unexpected "1"'],
    ['{"a":1,}', 7, 'unexpected "}"'],
    ['{,"a":1}', 1, 'unexpected ","'],
    ['{"a":1 "b":1}', 7, 'unexpected "\\""'],
    ['{"a":[1 2]}', 8, 'unexpected "2"'],
    ['{"a":[1,]}', 8, 'unexpected "]"'],
    ['{"a":[1}', 7, 'unexpected "}"'],
    ['{"a":{"b":1]}', 11, 'unexpected "]"'],
    ['{"a":{1:1}}', 6, 'unexpected "1"'],
    ['{"a":{"b" 1}}', 10, 'unexpected "1"'],
    ['{"a":{"b":1,}}', 12, 'unexpected "}"'],
    ['{"a":tru }', 5, 'unexpected "t"'],
    ['{"a":nul }', 5, 'unexpected "n"'],
    ['{"a":nullz}', 5, 'unexpected "n"'],
    ['{"a":\u0000}', 5, 'unexpected "\\u0000"'],
    ['{"a":"\\n\\x"}', 8, 'invalid escape'],
    ['{"a":"\\u0041\\x"}', 12, 'invalid escape'],
    ['{"a":trues}', 5, 'unexpected "t"'],
    ['{"a":+1}', 5, 'unexpected "+"'],
    ['{"a":-}', 5, 'unexpected "-"'],
    ['{"a":01}', 5, 'unexpected "0"'],
    ['{"a":1.}', 5, 'unexpected "1"'],
    ['{"a":.5}', 5, 'unexpected "."'],
    ['{"a":1e}', 5, 'unexpected "1"'],
    ['{"a":1x}', 5, 'unexpected "1"'],
    ['{"a":\u007f}', 5, 'unexpected byte 0x7f'],
    ['{"a":é}', 5, 'unexpected byte 0xc3'],
    ['{"a":\f1}', 5, 'unexpected "\\f"'],
    ['\u000b{}', 0, 'unexpected "\\u000b"'],
    ['{"a":"\u001f"}', 6, 'control character in a string'],
    ['{"a":"b\\x"}', 7, 'invalid escape'],
    ['{"a":"\\\\\\x"}', 8, 'invalid escape'],
    ['{"a":"é\\x"}', 8, 'invalid escape'],
    ['{"a":"\\u00"}', 6, 'invalid escape'],
    ['{"a":"\\u00g0"}', 6, 'invalid escape'],
    ['{"a":"\\u00G0"}', 6, 'invalid escape'],
    ['{"a":"\\u00:0"}', 6, 'invalid escape'],
    ['{"a":"\\u00/0"}', 6, 'invalid escape'],
    ['{"a":"\\u00@0"}', 6, 'invalid escape'],
    ['{"a":"\\u00`0"}', 6, 'invalid escape'],
  ])('rejects %j with the offset of the first syntax error', (json, offset, reason) => {
    const [code, at, message] = outcome(Unit, json) as [string, number, string]
    expect([code, at, message.replace(/^Unit: (?:\w+: )?/, '')]).toEqual(['syntax', offset, reason])
  })

  it.each([
    '',
    ' ',
    '{',
    '{"',
    '{"a',
    '{"a\\',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":t',
    '{"a":-',
  ])('rejects %j as truncated', (json) => {
    const [code, offset] = outcome(Unit, json) as unknown[]
    expect([code, offset]).toEqual(['truncated', json.length])
  })

  it.each(['{"a":[', '{"a":[1', '{"a":[1,', '{"a":{', '{"a":{"b"', '{"a":{"b":', '{"a":{"b":1'])(
    'rejects %j, which ends in a skipped value, as truncated',
    (json) => {
      expect(outcome(Unit, json)).toEqual([
        'truncated',
        json.length,
        'Unit: a: unexpected end of input',
      ])
    },
  )
})

describe('JsonReader › strings', () => {
  it('decodes every escape, with hex digits of either case', () => {
    const json = '{"id":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u00E9\\uaBcD\\ud83d\\ude00"}'
    expect(provider.AddOK.json.decode(utf8(json))).toEqual({
      id: '"\\/\b\f\n\r\tAéé\uabcd\u{1f600}',
    })
  })

  it.each([
    ['escapes', '\\u0041'],
    ['escapes of é', '\\u00e9'],
    ['letters', 'a'],
    ['letters of two bytes', 'é'],
    ['short escapes', '\\n'],
  ])('accepts 8,192 decoded bytes of %s, and rejects more', (_what, character) => {
    const size = new TextEncoder().encode(JSON.parse(`"${character}"`) as string).length
    const most = limits.string / size
    const longest = `{"id":"${character.repeat(most)}"}`
    expect(provider.AddOK.json.decode(utf8(longest)).id).toHaveLength(most)
    expect(outcome(provider.AddOK, `{"id":"${character.repeat(most + 1)}"}`)).toEqual([
      'too-long',
      6,
      'provider.AddOK: id: string exceeds 8192 bytes',
    ])
  })

  it.each([
    '\\ud800',
    '\\udc00',
    '\\ud800\\ud800',
    '\\ud800a',
    '\\udc00\\ud800',
    '\\udc00\\udc00',
    'é\\ud800',
  ])('rejects a lone surrogate in %s', (escaped) => {
    expect(outcome(provider.AddOK, `{"id":"${escaped}"}`)).toEqual([
      'invalid-utf8',
      6,
      'provider.AddOK: id: string with a lone surrogate',
    ])
  })
})

it('JsonReader rejects a string of an escape and 8,192 letters', () => {
  expect(outcome(provider.AddOK, `{"id":"\\n${'a'.repeat(limits.string)}"}`)).toEqual([
    'too-long',
    6,
    'provider.AddOK: id: string exceeds 8192 bytes',
  ])
})

it('JsonReader rejects a key that is not a string', () => {
  expect(outcome(customer.AddArguments, '{"details":{1:2}}')).toEqual([
    'syntax',
    12,
    'customer.AddArguments: details: unexpected "1"',
  ])
})

describe('JsonReader › fields', () => {
  it('compares the whole name of a field', () => {
    const json = '{"names":1,"nam":2,"name":"a","message":"b"}'
    expect(Failure.json.decode(utf8(json))).toEqual({ name: 'a', message: 'b' })
  })

  it('decodes escapes in the name of a field', () => {
    const json = '{"\\u006eame":"a","mess\\u0061ge":"b"}'
    expect(Failure.json.decode(utf8(json))).toEqual({ name: 'a', message: 'b' })
  })

  it('rejects an unknown field whose name exceeds 8,192 bytes', () => {
    const name = 'n'.repeat(limits.string)
    expect(outcome(Unit, `{"${name}":1}`)).toEqual({ value: {} })
    expect(outcome(Unit, `{"${name}n":1}`)).toEqual([
      'too-long',
      1,
      'Unit: string exceeds 8192 bytes',
    ])
    expect(outcome(Unit, `{"${name.slice(1)}é":1}`)).toEqual([
      'too-long',
      1,
      'Unit: string exceeds 8192 bytes',
    ])
  })

  it('reports the decoded name of an unknown field with a malformed value', () => {
    expect(outcome(Unit, '{"é":x}')).toEqual(['syntax', 6, 'Unit: ["é"]: unexpected "x"'])
    expect(outcome(Unit, '{"\\u00e9\\n":x}')).toEqual([
      'syntax',
      12,
      'Unit: ["é\\n"]: unexpected "x"',
    ])
  })
})

describe('JsonReader › skipped values', () => {
  it.each([
    '{}',
    '[]',
    '[{},[],""]',
    '{"a":{"b":[1,2,{"c":null}]},"d":[]}',
    '[0,-0,10,19,-1.5,1.25,1e5,1E+5,1e-5,true,false,null]',
    '"\\u0000\\"\\\\\\n"',
    '"é\\u00e9"',
    ' [ 1 , { "a" : [ ] , "b" : 1 } ] ',
  ])('skips %s', (json) => {
    expect(Failure.json.decode(utf8(`{"z":${json},"name":"a","message":"b"}`))).toEqual({
      name: 'a',
      message: 'b',
    })
  })
})

describe('JsonReader › byte strings', () => {
  const envelope = (digits: string) => `{"kind":"sigv4","data":{"/":{"bytes":"${digits}"}}}`
  const decode = (digits: string) => s3.VerificationKey.json.decode(utf8(envelope(digits))).data

  it.each([
    ['', ''],
    ['AA', '00'],
    ['/w', 'ff'],
    ['//8', 'ffff'],
    ['+/+/', 'fbffbf'],
    ['AAECAwQFBgcI', '000102030405060708'],
    ['\\u0041\\u0041', '00'],
  ])('decodes the base64 %j', (digits, hex) => {
    expect(Buffer.from(decode(digits)).toString('hex')).toBe(hex)
  })

  it.each([
    'A',
    'AAAAA',
    'AB',
    'AAF',
    'A=',
    'AA==',
    'AA=',
    'A-',
    'A_',
    'AAA A',
    'é',
    '\\u0141A',
    '\\u0041AAAA',
    'AAAé',
    'éAAA',
    'AéAA',
    'AAéA',
  ])('rejects %j, which is not canonical base64 without padding', (digits) => {
    expect(outcome(s3.VerificationKey, envelope(digits))).toEqual([
      'syntax',
      23,
      's3.VerificationKey: data: expected standard base64 without padding and with unused bits 0',
    ])
  })

  it('accepts 2 MiB, and rejects one byte more', () => {
    const longest = Buffer.alloc(limits.bytes).toString('base64').replace(/=*$/, '')
    expect(decode(longest)).toHaveLength(limits.bytes)
    const longer = Buffer.alloc(limits.bytes + 1)
      .toString('base64')
      .replace(/=*$/, '')
    expect(outcome(s3.VerificationKey, envelope(longer))).toEqual([
      'too-long',
      23,
      's3.VerificationKey: data: byte string exceeds 2097152 bytes',
    ])
  })
})

describe('JsonReader › null', () => {
  it('is decoded as absent in an optional field, and rejected in a required field', () => {
    const json = '{"customer":"did:a:b","product":"did:a:b","details":{},"externalAccount": null }'
    expect(customer.AddArguments.json.decode(utf8(json))).not.toHaveProperty('externalAccount')
    expect(outcome(provider.AddOK, '{"id":null}')).toEqual([
      'missing-field',
      0,
      'provider.AddOK: id: missing required field',
    ])
  })
})

describe('JsonReader › literals and numbers at the end of the input', () => {
  it.each(['', 't', 'tru', 'f', 'nul', '-', '0.', '12.', '1e', '1E+', '-1.5e-', '10.25E'])(
    'rejects %j, which more input could complete, as truncated',
    (word) => {
      const json = `{"a":${word}`
      expect((outcome(Unit, json) as unknown[]).slice(0, 2)).toEqual(['truncated', json.length])
    },
  )

  it.each([
    'hello',
    '01',
    '-01',
    '--',
    'nulll',
    'truex',
    '+1',
    '.5',
    '1.e',
    '1.5.',
    '1e5e',
    'e',
    'E',
  ])('rejects %j, which no input can complete, as a syntax error', (word) => {
    expect((outcome(Unit, `{"a":${word}`) as unknown[]).slice(0, 2)).toEqual(['syntax', 5])
  })
})

it.each(['\\', '\\\xff'])('JsonReader rejects the byte 0xff after %j', (before) => {
  const json = Buffer.from(`{"a":"${before}\xff"}`, 'latin1')
  expect(errorOf(() => Unit.json.decode(json))).toEqual([
    'invalid-utf8',
    5,
    'Unit: a: invalid UTF-8',
  ])
})

describe('JsonReader › integers', () => {
  it.each([
    ['0', 0],
    ['-0', 0],
    [' 255 ', 255],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9007199254740992', 2n ** 53n],
    ['-9007199254740991', Number.MIN_SAFE_INTEGER],
    ['-9007199254740992', -(2n ** 53n)],
    ['-9223372036854775808', -(2n ** 63n)],
    ['9223372036854775807', 2n ** 63n - 1n],
  ])('decodes %s', (json, value) => {
    expect(i64.json.decode(utf8(json))).toBe(value)
  })

  it.each(['1.0', '1e3', '1E+2', '0.5', '-1.5', '-0.0'])(
    'rejects %s, which is not in the form of an integer',
    (json) => {
      expect(outcome(i64, json)).toEqual([
        'wrong-type',
        0,
        `i64: expected integer, received ${json}`,
      ])
    },
  )

  it.each([
    ['256', '256', 'u8: expected integer from 0 to 255, received 256'],
    ['-1', '-1', 'u8: expected integer from 0 to 255, received -1'],
    [
      'a number of 20 digits',
      '12345678901234567890',
      'u8: expected integer from 0 to 255, received 12345678901234567890',
    ],
    ['a number of 21 digits', '123456789012345678901', 'u8: expected 64-bit integer'],
    ['a number of 100,000 digits', '1'.repeat(100_000), 'u8: expected 64-bit integer'],
  ])('rejects %s, which is out of range', (_what, json, message) => {
    expect(outcome(u8, json)).toEqual(['out-of-range', 0, message])
  })

  it.each([
    ['"1"', 'string'],
    ['{}', 'map'],
    ['[]', 'list'],
    ['true', 'true'],
    ['null', 'null'],
  ])('rejects %s, which is not a number', (json, received) => {
    expect(outcome(u8, json)).toEqual([
      'wrong-type',
      0,
      `u8: expected integer, received ${received}`,
    ])
  })

  it('rejects white space without an integer as truncated', () => {
    expect(outcome(u8, ' ')).toEqual(['truncated', 1, 'u8: unexpected end of input'])
  })
})
