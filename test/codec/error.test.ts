import { describe, expect, it } from 'vitest'
import { formatPath, shorten } from '../../src/codec/error.js'
import {
  bytes,
  commandName,
  did,
  i64,
  link,
  list,
  map,
  oneOf,
  string,
  struct,
  tuple,
  u64,
  u8,
} from '../../src/codec/index.js'
import { CodecError, customer, Unit, type Type } from '../../src/index.js'
import { fromHex, toHex, utf8 } from '../fixtures.js'

/** An upper bound, in UTF-16 code units, of a message whose path has at most two steps. */
const BOUND = 3000
const HUGE = 100_000

function messageOf(act: () => unknown): string {
  return thrownBy(act).message
}

function thrownBy(act: () => unknown): CodecError {
  try {
    act()
  } catch (error) {
    if (error instanceof CodecError) return error
    throw error
  }
  throw new Error('expected a CodecError, but nothing was thrown')
}

describe('CodecError', () => {
  it('has the given code, path and offset, and a message that starts with the type', () => {
    const options = {
      code: 'syntax',
      type: 'Type',
      reason: 'reason',
      path: ['a', 0],
      offset: 3,
    } as const
    const error = new CodecError(options)
    expect(error).toBeInstanceOf(Error)
    expect({ ...error, message: error.message }).toEqual({
      name: 'CodecError',
      code: 'syntax',
      path: ['a', 0],
      offset: 3,
      message: 'Type: a[0]: reason',
    })
  })

  it('has an empty path and no offset by default', () => {
    const error = new CodecError({ code: 'syntax', type: 'Unit', reason: 'reason' })
    expect([error.name, error.path, error.offset]).toEqual(['CodecError', [], undefined])
    expect(error.message).toBe('Unit: reason')
  })

  it('passes through unchanged if a getter of the value throws it', () => {
    const own = new CodecError({ code: 'syntax', type: 'Mine', reason: 'mine', path: ['p'] })
    const value = {
      get a(): never {
        throw own
      },
    }
    expect(() => map(string, string).cbor.encode(value)).toThrow(own)
    expect(own.path).toEqual(['p'])
  })
})

describe('CodecError › path in the message', () => {
  it.each<readonly [ReadonlyArray<string | number>, string]>([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b', 0, 'c'], 'a.b[0].c'],
    [[0], '[0]'],
    [[0, 'a'], '[0].a'],
    [['a.b'], '["a.b"]'],
    [['a', ''], 'a[""]'],
    [['$a_1', '1a'], '$a_1["1a"]'],
    [['é'], '["é"]'],
    [['__proto__'], '__proto__'],
    [['"\\\n'], '["\\"\\\\\\n"]'],
  ])('formats %j as %j', (path, expected) => {
    expect(formatPath(path)).toBe(expected)
    const error = new CodecError({ code: 'syntax', type: 'T', reason: 'r', path })
    expect(error.message).toBe(expected === '' ? 'T: r' : `T: ${expected}: r`)
  })

  it('shows at most 64 characters of a key', () => {
    const messageFor = (key: string) =>
      messageOf(() =>
        customer.AddArguments.cbor.encode({ [key]: '' } as unknown as customer.AddArguments),
      )
    expect([64, 65].map((size) => messageFor('k'.repeat(size)))).toEqual([
      `customer.AddArguments: ${'k'.repeat(64)}: unknown field`,
      `customer.AddArguments: ["${'k'.repeat(64)}…"]: unknown field`,
    ])
    expect([64, 65].map((size) => messageFor('-'.repeat(size)))).toEqual([
      `customer.AddArguments: ["${'-'.repeat(64)}"]: unknown field`,
      `customer.AddArguments: ["${'-'.repeat(64)}…"]: unknown field`,
    ])
  })

  it('shows only the last 8 steps of a path, but `path` has all of them', () => {
    let type: Type<unknown> = string
    let value: unknown = 3
    for (let i = 20; i > 0; i--) {
      type = struct('Nested', { [`f${i}`]: type })
      value = { [`f${i}`]: value }
    }
    const error = thrownBy(() => type.cbor.encode(value))
    expect(error.message).toBe(
      'Nested: ….f13.f14.f15.f16.f17.f18.f19.f20: expected string, received 3',
    )
    expect(error.path).toEqual(Array.from({ length: 20 }, (_, i) => `f${i + 1}`))
    expect(formatPath([1, 2, 3, 4, 5, 6, 7, 8])).toBe('[1][2][3][4][5][6][7][8]')
    expect(formatPath([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe('…[2][3][4][5][6][7][8][9]')
  })
})

describe('CodecError › quoted input', () => {
  it('has escapes for invisible characters', () => {
    expect(shorten('did:web:x\n\u001B[31m\u202E')).toBe('did:web:x\\u000a\\u001b[31m\\u202e')
  })

  it('is never cut within a surrogate pair', () => {
    expect(shorten(`${'a'.repeat(63)}😀`)).toBe(`${'a'.repeat(63)}…`)
    expect(shorten(`${'a'.repeat(62)}😀`)).toBe(`${'a'.repeat(62)}😀`)
    expect(shorten(`${'a'.repeat(62)}😀a`)).toBe(`${'a'.repeat(62)}😀…`)
  })

  it.each([
    [64, `"${'x'.repeat(64)}"`],
    [65, `"${'x'.repeat(64)}…"`],
    [2048, `"${'x'.repeat(64)}…"`],
  ])('has at most 64 of the %i characters', (size, quoted) => {
    const value = 'x'.repeat(size)
    for (const [type, expected] of [
      [did, 'DID'],
      [commandName, 'command'],
      [oneOf('a'), '"a"'],
    ] as Array<[Type<string>, string]>) {
      const message = `${type.name}: expected ${expected}, received ${quoted}`
      expect(messageOf(() => type.cbor.decode(cborOf(value)))).toBe(message)
      expect(messageOf(() => type.cbor.encode(value))).toBe(message)
    }
  })

  it.each([
    ['\0', '\\u0000'],
    ['\u001b[31m', '\\u001b[31m'],
    ['\n', '\\n'],
    ['\u007f', '\\u007f'],
    ['\u0080', '\\u0080'],
    ['\u0085', '\\u0085'],
    ['\u009b31m', '\\u009b31m'],
    ['\u00ad', '\\u00ad'],
    ['\u061c', '\\u061c'],
    ['\u200b', '\\u200b'],
    ['\u200e', '\\u200e'],
    ['\u202a', '\\u202a'],
    ['\u202e', '\\u202e'],
    ['\u2028', '\\u2028'],
    ['\u2029', '\\u2029'],
    ['\u2066', '\\u2066'],
    ['\u2069', '\\u2069'],
    ['\ufeff', '\\ufeff'],
    ['\u{e0001}', '\\udb40\\udc01'],
    ['"', '\\"'],
    ['\\', '\\\\'],
  ])('escapes %j in a DID, a CID and a path', (input, escaped) => {
    expect(messageOf(() => did.cbor.encode(input as 'did:a:b'))).toBe(
      `did: expected DID, received "${escaped}"`,
    )
    const value = JSON.stringify(input)
    expect(messageOf(() => did.json.parse(value))).toBe(`did: expected DID, received "${escaped}"`)
    expect(messageOf(() => Unit.cbor.encode({ [input]: 1 } as never))).toBe(
      `Unit: ["${escaped}"]: unknown field`,
    )
    expect(messageOf(() => link.json.parse(`{"/":${value}}`))).toBe(
      `link: expected CID, received "${escaped}"`,
    )
  })

  it('keeps letters, accents and emoji', () => {
    expect(messageOf(() => did.cbor.encode('é 😀 界' as 'did:a:b'))).toBe(
      'did: expected DID, received "é 😀 界"',
    )
  })

  it('omits a surrogate pair that would be cut, and escapes a lone surrogate', () => {
    const cut = `${'a'.repeat(63)}😀`
    expect(messageOf(() => did.cbor.encode(cut as 'did:a:b'))).toBe(
      `did: expected DID, received "${'a'.repeat(63)}…"`,
    )
    expect(messageOf(() => did.cbor.encode('\udc00' as 'did:a:b'))).toBe(
      'did: expected DID, received "\\udc00"',
    )
  })

  it('shows a control character of JSON as an escape or a hex byte', () => {
    for (const [json, expected] of [
      ['\u001b', 'unexpected "\\u001b"'],
      ['\u007f', 'unexpected byte 0x7f'],
      ['\u0085', 'unexpected byte 0xc2'],
    ] as const) {
      expect(messageOf(() => Unit.json.parse(json))).toBe(`Unit: ${expected}`)
    }
  })

  it('escapes and truncates the `Symbol.toStringTag` of an object', () => {
    const message = messageOf(() =>
      string.cbor.encode(tagged(`\u001b\u202e${'x'.repeat(HUGE)}`) as never),
    )
    expect(message).toBe(`string: expected string, received \\u001b\\u202e${'x'.repeat(62)}…`)
  })
})

/** Encodes a string of up to 65,535 bytes as CBOR. */
function cborOf(value: string): Uint8Array {
  const size = utf8(value).length
  const header = [0x79, size >> 8, size & 0xff]
  if (size < 24) header.splice(0, 3, 0x60 | size)
  else if (size < 256) header.splice(0, 3, 0x78, size)
  return Uint8Array.from([...header, ...utf8(value)])
}

const HUGE_STRING = 'x'.repeat(HUGE)
/** A key of 8,000 bytes in UTF-8. A message shows 64 UTF-16 units of the key, each as an escape of six characters. */
const WIDEST = '\u{e0001}'.repeat(2000)
const enveloped = (json: string) => `{"a":${json}}`
const MapOfMaps = map(string, map(string, string))

describe('CodecError › bound of a message', () => {
  it.each<readonly [code: string, what: string, act: () => unknown]>([
    ['out-of-range', 'a bigint', () => u64.cbor.encode(10n ** BigInt(HUGE))],
    ['out-of-range', 'a negative bigint', () => i64.json.encode(-(10n ** BigInt(HUGE)))],
    ['out-of-range', 'a bigint for u8', () => u8.cbor.encode((10n ** BigInt(HUGE)) as never)],
    ['out-of-range', 'digits of JSON', () => u64.json.parse('9'.repeat(HUGE))],
    ['wrong-type', 'a bigint', () => string.cbor.encode((10n ** BigInt(HUGE)) as never)],
    ['wrong-type', 'a symbol', () => string.cbor.encode(Symbol(HUGE_STRING) as never)],
    [
      'wrong-type',
      'a function',
      () => string.cbor.encode(new Function(`/*${HUGE_STRING}*/`) as never),
    ],
    ['wrong-type', 'digits of JSON', () => string.json.parse('9'.repeat(HUGE))],
    ['wrong-type', 'a fraction of JSON', () => u64.json.parse(`0.${'9'.repeat(HUGE)}`)],
    ['wrong-type', 'a toStringTag', () => string.json.encode(tagged(HUGE_STRING) as never)],
    ['invalid-did', 'a string', () => did.cbor.encode(HUGE_STRING as 'did:a:b')],
    ['invalid-did', 'a key', () => map(did, string).cbor.encode({ [HUGE_STRING]: '' })],
    ['invalid-command', 'a string', () => commandName.cbor.encode(HUGE_STRING as '/')],
    ['not-in-enum', 'a string', () => oneOf('a').cbor.encode(HUGE_STRING as 'a')],
    ['invalid-link', 'a key', () => map(link, string).json.encode({ [HUGE_STRING]: '' })],
    ['invalid-link', 'a string', () => link.json.parse(`{"/":"${'x'.repeat(8000)}"}`)],
    ['too-long', 'a base32 string', () => link.json.parse(`{"/":"b${'a'.repeat(8000)}"}`)],
    ['too-long', 'a key', () => MapOfMaps.cbor.encode({ [HUGE_STRING]: {} })],
    ['unknown-field', 'a name', () => Unit.cbor.encode({ [HUGE_STRING]: 1 } as never)],
    ['unknown-field', 'an escaped name', () => Unit.cbor.encode({ [WIDEST]: 1 } as never)],
    ['invalid-utf8', 'a key', () => MapOfMaps.json.encode({ [`${'x'.repeat(8000)}\ud800`]: {} })],
    ['invalid-utf8', 'a string to parse', () => Unit.json.parse(`${HUGE_STRING}\ud800`)],
    ['duplicate-key', 'a key', () => MapOfMaps.json.parse(`{"${WIDEST}":{},"${WIDEST}":{}}`)],
    [
      'missing-field',
      'keys',
      () => map(string, tuple('Pair', { a: u8 })).json.parse(`{"${WIDEST}":[]}`),
    ],
    ['syntax', 'letters', () => Unit.json.parse(enveloped(HUGE_STRING))],
    ['syntax', 'a name', () => Unit.json.parse(`{"${'x'.repeat(8000)}":x}`)],
    ['truncated', 'a name', () => Unit.json.parse(`{"${'x'.repeat(8000)}":`)],
    ['trailing-data', 'data', () => Unit.json.parse(`{}${HUGE_STRING}`)],
    ['too-deep', 'a name', () => Unit.json.parse(`{"${'x'.repeat(8000)}":${'['.repeat(2000)}`)],
    [
      'too-many',
      'a key',
      () => map(string, list(u8)).cbor.decode(fromHex(`a1${toHex(cborOf(WIDEST))}9affffffff`)),
    ],
    ['not-canonical', 'a name', () => Unit.cbor.decode(fromHex(`a1${toHex(cborOf(WIDEST))}9f`))],
  ])('holds for %s with %s, and every character is visible', (code, _what, act) => {
    const error = thrownBy(act)
    expect(error.code).toBe(code)
    expect(error.message.length).toBeLessThan(BOUND)
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  it('holds for a path of 200 long keys', () => {
    let type: Type<unknown> = string
    let value: unknown = 3
    for (let i = 0; i < 200; i++) {
      type = map(string, type, 'Nested')
      value = { [WIDEST]: value }
    }
    const error = thrownBy(() => type.cbor.encode(value))
    expect(error.path).toHaveLength(200)
    // The message shows eight keys of 64 UTF-16 units. Each unit is escaped as six characters.
    expect(error.message.length).toBeLessThan(8 * (64 * 6 + 5) + 100)
  })

  it('holds for an issue of `~standard.validate`', () => {
    const { issues } = u64['~standard'].validate(10n ** BigInt(HUGE))
    expect(issues![0]!.message.length).toBeLessThan(BOUND)
    const [issue] = bytes['~standard'].validate(tagged(HUGE_STRING)).issues!
    expect(issue!.message.length).toBeLessThan(BOUND)
  })
})

/** Returns an object that is not a map, and has this `Symbol.toStringTag`. */
function tagged(tag: string): object {
  return Object.defineProperty(new DataView(new ArrayBuffer(1)), Symbol.toStringTag, { value: tag })
}
