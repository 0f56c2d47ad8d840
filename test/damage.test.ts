import { deepStrictEqual, ok } from 'node:assert/strict'
import { describe, expect, it } from 'vitest'
import { CodecError, customer, type CborType } from '../src/index.js'
import { arbitrary } from '../src/testing/index.js'
import { fc, holds, PROPERTY_TIMEOUT } from './fast-check.js'
import { publicKinds } from './codec/public-kinds.js'
import { codecOf, formatsOf, fromHex, types, utf8 } from './fixtures.js'
import { interruptAfter } from './interrupt.js'

type Format = 'cbor' | 'json'

const FORMATS = ['cbor', 'json'] as const
/** The time limit of decoding, in milliseconds. It stops endless loops, and is far above what any input takes. */
const DECODE_TIMEOUT = 5000
const PROTOTYPE = Object.getOwnPropertyDescriptors(Object.prototype)

describe.each([...types])('damaged input of %s', { timeout: PROPERTY_TIMEOUT }, (_name, type) => {
  it.each(formatsOf(type))('in %s is decoded, or rejected with a CodecError, in time', (format) => {
    holds(damaged(type, format), (input) => expectDecodedOrRejected(type, format, input))
  })
})

describe('any input', { timeout: PROPERTY_TIMEOUT }, () => {
  const all = [...types.values(), ...publicKinds.values()]
  const anyTypeOf = (format: Format) =>
    fc.constantFrom(...all.filter((type) => formatsOf(type).includes(format)))

  it.each(FORMATS)('as %s is decoded, or rejected with a CodecError, in time', (format) => {
    const inputs = fc.oneof(fc.uint8Array(), fc.json().map(utf8), TOKENS.map(concat))
    holds(fc.tuple(anyTypeOf(format), inputs), ([type, input]) =>
      expectDecodedOrRejected(type, format, input),
    )
  })

  it.each(FORMATS)(
    'of damaged %s with a million repeated bytes is decoded or rejected in time',
    (format) => {
      const inputs = anyTypeOf(format).chain((type) =>
        damaged(type, format).map((input) => ({ type, input })),
      )
      holds(fc.tuple(inputs, fc.nat(), fc.nat(64)), ([{ type, input }, at, size]) =>
        expectDecodedOrRejected(type, format, grown(input, at % (input.length + 1), size)),
      )
    },
  )
})

/** Checks that a decoded value round-trips, or that the error has the type's name and an offset within the input. Also checks that decoding is in time, and changes neither the input nor `Object.prototype`. */
function expectDecodedOrRejected(type: CborType<unknown>, format: Format, input: Uint8Array): void {
  const before = input.slice()
  const outcome = interruptAfter(DECODE_TIMEOUT, () => decode(type, format, input))
  deepStrictEqual(Object.getOwnPropertyDescriptors(Object.prototype), PROTOTYPE)
  deepStrictEqual(input, before)
  if (outcome instanceof CodecError) {
    ok(outcome.message.startsWith(`${type.name}: `), outcome.message)
    ok(outcome.offset! >= 0 && outcome.offset! <= input.length, `offset ${outcome.offset}`)
  } else {
    const codec = codecOf(type, format)
    deepStrictEqual(codec.decode(codec.encode(outcome.value)), outcome.value)
  }
}

function decode(
  type: CborType<unknown>,
  format: Format,
  input: Uint8Array,
): { value: unknown } | CodecError {
  try {
    return { value: codecOf(type, format).decode(input) }
  } catch (error) {
    if (error instanceof CodecError) return error
    throw error
  }
}

/** Tokens of CBOR, such as headers of large or indefinite lengths, malformed headers, tags, empty items and floats. */
const CBOR_TOKENS = [
  '1b0020000000000001 3bffffffffffffffff 5bffffffffffffffff 5f 7a7fffffff 7f 9affffffff 9f',
  'bb0000000100000000 bf c0 d82a d82a4100 db000000000000002a 60 40 80 a0 f5 f6 f7 f800 f818',
  'f97e00 fb7ff8000000000000 ff',
].flatMap((line) => line.split(' ').map(fromHex))

/** Tokens of JSON and parts of tokens, a BOM, U+2028 and NUL. */
const JSON_TOKENS = [
  '" \\ \\u \\ud800 \\udc00 \\u0000 { } [ ] , : {"/": {"/":{"bytes": "__proto__": null true -0 1e999',
  '\ufeff \u2028 \0',
].flatMap((line) => line.split(' ').map(utf8))

const BROKEN_UTF8 = ['80', 'c0af', 'eda080', 'f4908080', 'f8'].map(fromHex)
/** A malformed CID on which multiformats 13 loops forever. */
const ENDLESS = Uint8Array.from([1, ...Array<number>(147).fill(0xff), 0x7f, 0, 0])

const TOKENS = fc.array(fc.constantFrom(...CBOR_TOKENS, ...JSON_TOKENS, ...BROKEN_UTF8, ENDLESS))

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** A replacement of `size` bytes at `at` by `put`. */
interface Splice {
  readonly at: number
  readonly size: number
  readonly put: Uint8Array
}

/** Returns an arbitrary of encoded values in which bytes are removed, inserted, or copied from other values, and up to two bits are flipped. */
function damaged(type: CborType<unknown>, format: Format): fc.Arbitrary<Uint8Array> {
  const encoded = arbitrary(type).map((value) => codecOf(type, format).encode(value))
  const size = fc.oneof({ weight: 8, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat() })
  const put = fc.oneof(
    fc.constant(new Uint8Array()),
    fc.uint8Array({ minLength: 1, maxLength: 4 }),
    TOKENS.map(concat),
    fc.tuple(encoded, fc.nat(), fc.nat(64)).map(([bytes, at, length]) => {
      const start = at % (bytes.length + 1)
      return bytes.slice(start, start + length)
    }),
  )
  const splices = fc.array(fc.record({ at: fc.nat(), size, put }), { minLength: 1, maxLength: 4 })
  const flips = fc.array(fc.tuple(fc.nat(), fc.nat(7)), { maxLength: 2 })
  return fc
    .tuple(encoded, splices, flips)
    .map(([bytes, changes, bits]) => flipped(changes.reduce(spliced, bytes), bits))
}

function spliced(bytes: Uint8Array, { at, size, put }: Splice): Uint8Array {
  const start = at % (bytes.length + 1)
  return concat([
    bytes.subarray(0, start),
    put,
    bytes.subarray(Math.min(start + size, bytes.length)),
  ])
}

function flipped(bytes: Uint8Array, bits: ReadonlyArray<[at: number, bit: number]>): Uint8Array {
  const copy = bytes.slice()
  if (copy.length > 0) for (const [at, bit] of bits) copy[at % copy.length]! ^= 1 << bit
  return copy
}

const MILLION = 1_000_000

/** Inserts a million bytes that repeat the part of at most `size` bytes at `at`. Returns the input itself if this part is empty. */
function grown(input: Uint8Array, at: number, size: number): Uint8Array {
  const part = input.slice(at, at + size)
  if (part.length === 0) return input
  return concat([input.subarray(0, at), Buffer.alloc(MILLION, part), input.subarray(at)])
}

describe('hostile input', () => {
  it.each([
    ['nested lists', 'cbor', cbor('a16178', '81'), 'too-deep'],
    ['nested maps', 'cbor', cbor('a16178', 'a160'), 'too-deep'],
    ['tags of tags', 'cbor', cbor('a16178', 'c0'), 'truncated'],
    ['a million nulls', 'cbor', cbor('a161789a000f4240', 'f6'), 'missing-field'],
    ['a million empty lists', 'cbor', cbor('a161789a000f4240', '80'), 'missing-field'],
    ['8,192 fields', 'cbor', cbor('b92000', '6000'), 'missing-field'],
    ['8,193 fields', 'cbor', cbor('b92001', '6000'), 'too-many'],
    ['a list of 2^64 - 1 items', 'cbor', cbor('a161789bffffffffffffffff'), 'truncated'],
    ['a map of 2^64 - 1 entries', 'cbor', cbor('a16764657461696c73bbffffffffffffffff'), 'too-many'],
    ['a string of 2^63 bytes', 'cbor', cbor('a161787b8000000000000000'), 'truncated'],
    ['nested lists', 'json', json('{"x":', '['), 'too-deep'],
    ['nested maps', 'json', json('{"x":', '{"":'), 'too-deep'],
    ['a million nulls', 'json', json('{"x":[0', ',null', ']}'), 'missing-field'],
    ['a million empty maps', 'json', json('{"x":[0', ',{}', ']}'), 'missing-field'],
    ['white space', 'json', json('{', ' \n'), 'truncated'],
    ['an unterminated number', 'json', json('{"x":', '1'), 'truncated'],
    ['a number of a million digits', 'json', json('{"x":', '1', '}'), 'missing-field'],
    ['a million fields', 'json', json('{"":0', ',"":0', '}'), 'too-many'],
    ['a skipped string of escapes', 'json', json('{"x":"', '\\u0000', '"}'), 'too-long'],
    ['a skipped string of emoji', 'json', json('{"x":"', '\u{1f600}', '"}'), 'too-long'],
    ['a skipped string of letters and escapes', 'json', json('{"x":"', 'é\\n', '"}'), 'too-long'],
    ['a string of escapes', 'json', json('{"customer":"', '\\u0000', '"}'), 'too-long'],
    ['a string of letters and escapes', 'json', json('{"customer":"', 'é\\n', '"}'), 'too-long'],
    ['a field name of escapes', 'json', json('{"', '\\u0000', '":0}'), 'too-long'],
    ['a field name of letters and escapes', 'json', json('{"', 'é\\n', '":0}'), 'too-long'],
    ['an unterminated string', 'json', json('{"customer":"', 'é\\n'), 'truncated'],
    ['a million equal keys', 'json', json('{"details":{"":""', ',"a":""', '}}'), 'duplicate-key'],
  ] as const)('of %s in %s is rejected in time', (_name, format, input, code) => {
    const outcome = interruptAfter(DECODE_TIMEOUT, () =>
      decode(customer.AddArguments, format, input),
    )
    expect(outcome).toMatchObject({ name: 'CodecError', code })
  })
})

describe('interruptAfter', () => {
  it('interrupts a function that never ends', () => {
    expect(() => interruptAfter(50, neverEnd)).toThrow('Script execution timed out after 50ms')
  })
})

function cbor(start: string, part = ''): Uint8Array {
  return fromHex(start + part.repeat(MILLION))
}

function json(start: string, part: string, end = ''): Uint8Array {
  return utf8(start + part.repeat(MILLION) + end)
}

function neverEnd(): void {
  for (;;);
}
