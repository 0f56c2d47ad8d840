import { describe, expect, it } from 'vitest'
import { customer, Failure, limits, provider, s3, Unit } from '../../src/index.js'
import { utf8 } from '../fixtures.js'
import { refusalOf } from './refusal.js'

const KEY = 'bafkqaaik'

/** What becomes of a JSON text that is read as a type. */
function outcome(type: { json: { decode(input: Uint8Array): unknown } }, json: string): unknown {
  return refusalOf(() => type.json.decode(utf8(json)))
}

describe('where a text belongs, the JSON reader says that it found', () => {
  it.each([
    ['true', 'true'],
    ['false', 'false'],
    ['0', '0'],
    ['-1.5e+10', '-1.5e+10'],
    ['2E-7', '2E-7'],
    ['[]', 'a list'],
    ['{}', 'a map'],
    ['1'.repeat(65), `${'1'.repeat(64)}…`],
  ])('%s', (json, found) => {
    expect(outcome(provider.AddOK, `{"id": ${json}}`)).toEqual([
      'wrong-type',
      7,
      `provider.AddOK: id: expected text, found ${found}`,
    ])
  })
})

describe('the JSON reader says that it expected', () => {
  it.each([
    ['a map', provider.AddOK, ' "a"', 1, 'expected a map, found text'],
    ['a list', s3.ProofSet, `{"${KEY}":"a"}`, 13, `${KEY}: expected a list, found text`],
    ['a link', s3.ProofSet, `{"${KEY}":[1]}`, 14, `${KEY}[0]: expected a link, found 1`],
    ['bytes', s3.VerificationKey, '{"data":"AQ"}', 8, 'data: expected bytes, found text'],
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
          `bytes, and not ${json}`,
          s3.VerificationKey,
          `{"data": ${json}}`,
          9,
          'data: expected bytes, found a map',
        ] as const,
    ),
    ...['{}', '{"/":{}}', '{"a":"b"}', '{"/":1}', `{"/":"${KEY}","a":1}`].map(
      (json) =>
        [
          `a link, and not ${json}`,
          s3.ProofSet,
          `{"${KEY}":[ ${json}]}`,
          15,
          `${KEY}[0]: expected a link, found a map`,
        ] as const,
    ),
  ] as const)('%s', (_what, type, json, offset, reason) => {
    expect(outcome(type, json)).toEqual(['wrong-type', offset, `${type.name}: ${reason}`])
  })
})

describe('JSON that is none', () => {
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
    ['{"a":"\\n\\x"}', 8, 'an escape that JSON does not know'],
    ['{"a":"\\u0041\\x"}', 12, 'an escape that JSON does not know'],
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
    ['{"a":"\u001f"}', 6, 'a control character in a string'],
    ['{"a":"b\\x"}', 7, 'an escape that JSON does not know'],
    ['{"a":"\\\\\\x"}', 8, 'an escape that JSON does not know'],
    ['{"a":"é\\x"}', 8, 'an escape that JSON does not know'],
    ['{"a":"\\u00"}', 6, 'an escape that JSON does not know'],
    ['{"a":"\\u00g0"}', 6, 'an escape that JSON does not know'],
    ['{"a":"\\u00G0"}', 6, 'an escape that JSON does not know'],
    ['{"a":"\\u00:0"}', 6, 'an escape that JSON does not know'],
    ['{"a":"\\u00/0"}', 6, 'an escape that JSON does not know'],
    ['{"a":"\\u00@0"}', 6, 'an escape that JSON does not know'],
    ['{"a":"\\u00`0"}', 6, 'an escape that JSON does not know'],
  ])('%s is refused where it goes wrong', (json, offset, reason) => {
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
  ])('%s is truncated', (json) => {
    const found = outcome(Unit, json) as unknown[]
    expect(found.slice(0, 2)).toEqual(['truncated', json.length])
  })

  it.each(['{"a":[', '{"a":[1', '{"a":[1,', '{"a":{', '{"a":{"b"', '{"a":{"b":', '{"a":{"b":1'])(
    '%s is truncated, in a value stepped over',
    (json) => {
      expect(outcome(Unit, json)).toEqual([
        'truncated',
        json.length,
        'Unit: a: the input ends early',
      ])
    },
  )
})

describe('a text in JSON', () => {
  it('may have each escape, with digits of either case', () => {
    const json = '{"id":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u00E9\\uaBcD\\ud83d\\ude00"}'
    expect(provider.AddOK.json.decode(utf8(json))).toEqual({
      id: '"\\/\b\f\n\r\tAéé\uabcd\u{1f600}',
    })
  })

  it.each([
    ['escapes', '\\u0041'],
    ['wide escapes', '\\u00e9'],
    ['letters', 'a'],
    ['wide letters', 'é'],
    ['short escapes', '\\n'],
  ])('may be as long as a text may be, and no longer, in %s', (_what, one) => {
    const size = new TextEncoder().encode(JSON.parse(`"${one}"`) as string).length
    const most = limits.text / size
    const longest = `{"id":"${one.repeat(most)}"}`
    expect(provider.AddOK.json.decode(utf8(longest)).id).toHaveLength(most)
    expect(outcome(provider.AddOK, `{"id":"${one.repeat(most + 1)}"}`)).toEqual([
      'too-long',
      6,
      'provider.AddOK: id: longer than 8192 bytes',
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
  ])('with the lone surrogate %s is refused', (text) => {
    expect(outcome(provider.AddOK, `{"id":"${text}"}`)).toEqual([
      'invalid-utf8',
      6,
      'provider.AddOK: id: text with a lone surrogate',
    ])
  })
})

it('a text in JSON with an escape is too long by what follows that, too', () => {
  expect(outcome(provider.AddOK, `{"id":"\\n${'a'.repeat(limits.text)}"}`)).toEqual([
    'too-long',
    6,
    'provider.AddOK: id: longer than 8192 bytes',
  ])
})

it('a key in JSON that is no text is none in any JSON', () => {
  expect(outcome(customer.AddArguments, '{"details":{1:2}}')).toEqual([
    'syntax',
    12,
    'customer.AddArguments: details: unexpected "1"',
  ])
})

describe('a field in JSON', () => {
  it('is not one whose name starts alike', () => {
    const json = '{"names":1,"nam":2,"name":"a","message":"b"}'
    expect(Failure.json.decode(utf8(json))).toEqual({ name: 'a', message: 'b' })
  })

  it('may be written with escapes', () => {
    const json = '{"\\u006eame":"a","mess\\u0061ge":"b"}'
    expect(Failure.json.decode(utf8(json))).toEqual({ name: 'a', message: 'b' })
  })

  it('whose name is unknown and too long is refused', () => {
    const name = 'n'.repeat(limits.text)
    expect(outcome(Unit, `{"${name}":1}`)).toEqual({ read: {} })
    expect(outcome(Unit, `{"${name}n":1}`)).toEqual(['too-long', 1, 'Unit: longer than 8192 bytes'])
    expect(outcome(Unit, `{"${name.slice(1)}é":1}`)).toEqual([
      'too-long',
      1,
      'Unit: longer than 8192 bytes',
    ])
  })

  it('that is unknown and whose value is bad is named, escapes read', () => {
    expect(outcome(Unit, '{"é":x}')).toEqual(['syntax', 6, 'Unit: ["é"]: unexpected "x"'])
    expect(outcome(Unit, '{"\\u00e9\\n":x}')).toEqual([
      'syntax',
      12,
      'Unit: ["é\\n"]: unexpected "x"',
    ])
  })
})

describe('a value stepped over in JSON', () => {
  it.each([
    '{}',
    '[]',
    '[{},[],""]',
    '{"a":{"b":[1,2,{"c":null}]},"d":[]}',
    '[0,-0,10,19,-1.5,1.25,1e5,1E+5,1e-5,true,false,null]',
    '"\\u0000\\"\\\\\\n"',
    '"é\\u00e9"',
    ' [ 1 , { "a" : [ ] , "b" : 1 } ] ',
  ])('may be %s', (json) => {
    expect(Failure.json.decode(utf8(`{"z":${json},"name":"a","message":"b"}`))).toEqual({
      name: 'a',
      message: 'b',
    })
  })
})

describe('bytes in JSON', () => {
  const envelope = (digits: string) => `{"kind":"sigv4","data":{"/":{"bytes":"${digits}"}}}`
  const read = (digits: string) => s3.VerificationKey.json.decode(utf8(envelope(digits))).data

  it.each([
    ['', ''],
    ['AA', '00'],
    ['/w', 'ff'],
    ['//8', 'ffff'],
    ['+/+/', 'fbffbf'],
    ['AAECAwQFBgcI', '000102030405060708'],
    ['\\u0041\\u0041', '00'],
  ])('%s are read', (digits, hex) => {
    expect(Buffer.from(read(digits)).toString('hex')).toBe(hex)
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
  ])('%s are no base64', (digits) => {
    expect(outcome(s3.VerificationKey, envelope(digits))).toEqual([
      'syntax',
      23,
      's3.VerificationKey: data: no base64, which is standard and without padding here',
    ])
  })

  it('may be as many as there may be, and no more', () => {
    const most = Buffer.alloc(limits.bytes).toString('base64').replace(/=*$/, '')
    expect(read(most)).toHaveLength(limits.bytes)
    const more = Buffer.alloc(limits.bytes + 1)
      .toString('base64')
      .replace(/=*$/, '')
    expect(outcome(s3.VerificationKey, envelope(more))).toEqual([
      'too-long',
      23,
      's3.VerificationKey: data: longer than 2097152 bytes',
    ])
  })
})

describe('null in JSON', () => {
  it('is an optional field that is absent, and a required one that is missing', () => {
    const json = '{"customer":"did:a:b","product":"did:a:b","details":{},"externalAccount": null }'
    expect(customer.AddArguments.json.decode(utf8(json))).not.toHaveProperty('externalAccount')
    expect(outcome(provider.AddOK, '{"id":null}')).toEqual([
      'missing-field',
      0,
      'provider.AddOK: id: is missing',
    ])
  })
})

describe('a word that the input ends in', () => {
  it.each(['', 't', 'tru', 'f', 'nul', '-', '0.', '12.', '1e', '1E+', '-1.5e-', '10.25E'])(
    'is truncated, if it may go on: %o',
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
  ])('is none of JSON, if it may not: %o', (word) => {
    expect((outcome(Unit, `{"a":${word}`) as unknown[]).slice(0, 2)).toEqual(['syntax', 5])
  })
})

it.each(['\\', '\\\xff'])('a byte that is no UTF-8 is refused behind %o, too', (before) => {
  const json = Buffer.from(`{"a":"${before}\xff"}`, 'latin1')
  expect(refusalOf(() => Unit.json.decode(json))).toEqual([
    'invalid-utf8',
    5,
    'Unit: a: text is not valid UTF-8',
  ])
})
