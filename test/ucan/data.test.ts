import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { dataMap, decodeArguments, SmallBignum } from '../../src/ucan/data.js'
import { policyKind } from '../../src/ucan/policy/policy.js'
import { errorOf } from '../codec/error-of.js'
import { fc, holds } from '../fast-check.js'
import { fromHex, toHex } from '../fixtures.js'

const LINK = CID.parse('bafkreifau35r7vi37tvbvfy3hdwvgb4tlflqf7zcdzeujqcjk3rsphiwte')

/**
 * Data that `@ipld/dag-cbor` and this library encode to the same bytes. It has no bignums,
 * no floats that are integers, and no positive floats below 2^-1042.
 */
const data = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true, maxDepth: 6 },
    fc.constantFrom(null, true, false, LINK),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((n) => !Number.isInteger(n) && (n < 0 || n >= 2 ** -1042)),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 30 }),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('data'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).data
const maps = fc.dictionary(fc.string(), data, { maxKeys: 5, noNullPrototype: true })

/** Returns data of this many levels: nested lists, and a scalar at the last level. */
function nested(levels: number): unknown {
  return levels === 1 ? 0 : [nested(levels - 1)]
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0)
}

function roundTrip(value: Record<string, unknown>): unknown {
  return dataMap.cbor.decode(dataMap.cbor.encode(value))
}

describe('a map of data', () => {
  it('is encoded as @ipld/dag-cbor encodes it, and decoded to the same value', () => {
    holds(maps, (value) => {
      const cbor = dataMap.cbor.encode(value)
      expect(toHex(cbor)).toBe(toHex(dagCbor.encode(value)))
      expect(dataMap.cbor.decode(cbor)).toEqual(value)
    })
  })

  // `test/reference/policy.test.ts` checks that the reference encodes bignums in the same way.
  it.each<[bigint, string, string]>([
    [2n ** 63n, 'a bignum', 'c2488000000000000000'],
    [2n ** 64n, 'a bignum', 'c249010000000000000000'],
    [-(2n ** 63n) - 1n, 'a bignum', 'c3488000000000000000'],
    [-(2n ** 64n) - 1n, 'a bignum', 'c349010000000000000000'],
    [2n ** 63n - 1n, 'an integer', '1b7fffffffffffffff'],
    [-(2n ** 63n), 'an integer', '3b7fffffffffffffff'],
  ])('encodes %d as %s', (value, _what, hex) => {
    expect(toHex(dataMap.cbor.encode({ a: value }))).toBe(`a16161${hex}`)
    expect(roundTrip({ a: value })).toEqual({ a: value })
  })

  it.each<[bigint, string]>([
    [0n, 'c240'],
    [-1n, 'c340'],
    [5n, 'c24105'],
    [-6n, 'c34105'],
  ])('may contain the bignum %d, although it fits in an int64', (value, hex) => {
    expect(dataMap.cbor.decode(fromHex(`a16161${hex}`))).toEqual({ a: value })
  })

  it('is decoded to an object with own properties and copied byte strings', () => {
    const cbor = dataMap.cbor.encode({ ['__proto__']: 1, bytes: Uint8Array.of(1) })
    const decoded = dataMap.cbor.decode(cbor)
    cbor.fill(0)
    expect(Object.hasOwn(decoded, '__proto__')).toBe(true)
    expect(decoded['bytes']).toEqual(Uint8Array.of(1))
    expect((decoded['bytes'] as Uint8Array).buffer.byteLength).toBe(1)
  })

  it.each([
    ['a key out of order', 'a2616200616100', 'not-canonical', 4, 'a: key out of order'],
    ['a longer key first', 'a262616100616200', 'not-canonical', 5, 'b: key out of order'],
    ['a duplicate key', 'a3616100616200616100', 'duplicate-key', 7, 'a: duplicate key'],
    [
      'a duplicate __proto__',
      `a2${'695f5f70726f746f5f5f00'.repeat(2)}`,
      'duplicate-key',
      12,
      '__proto__: duplicate key',
    ],
    ['NaN', 'a16161fb7ff8000000000000', 'wrong-type', 3, 'a: expected DAG-CBOR data, received NaN'],
    ['Infinity', 'a16161fb7ff0000000000000', 'wrong-type', 3, 'a: expected DAG-CBOR data'],
    ['the float 1', 'a16161fb3ff0000000000000', 'not-canonical', 3, 'a: non-canonical integer'],
    ['the float -0', 'a16161fb8000000000000000', 'not-canonical', 3, 'a: non-canonical integer'],
    ['a 32-bit float', 'a16161fa3fc00000', 'not-canonical', 3, 'a: non-canonical float'],
    ['the float 5e-324', 'a16161fb0000000000000001', 'out-of-range', 3, 'a: unsupported float'],
    ['a truncated float', 'a16161fb3fc00000', 'truncated', 8, 'a: unexpected end of input'],
    [
      '2^63 as an integer',
      'a161611b8000000000000000',
      'out-of-range',
      3,
      'a: expected bignum or integer',
    ],
    [
      '-2^63 - 1 as an integer',
      'a161613b8000000000000000',
      'out-of-range',
      3,
      'a: expected bignum or integer',
    ],
    ['a leading zero in a bignum', 'a16161c24200ff', 'not-canonical', 3, 'a: non-canonical bignum'],
    ['a string tagged as a bignum', 'a16161c261ff', 'wrong-type', 4, 'a: expected byte string'],
    [
      'a bignum of 257 bytes',
      `a16161c2590101${'ff'.repeat(257)}`,
      'too-long',
      4,
      'a: byte string exceeds 256 bytes',
    ],
    ['a break', 'a16161ff', 'syntax', 3, 'a: unexpected byte 0xff'],
    ['a list of indefinite length', 'a161619f00ff', 'not-canonical', 3, 'a: indefinite length'],
    ['a truncated map', 'a26161', 'truncated', 3, 'a: unexpected end of input'],
    ['a list of 2^32 - 1 items', 'a161619affffffff', 'too-many', 3, 'a: more than 8192 items'],
    ['a map of 2^53 entries', 'bb0020000000000000', 'too-many', 0, 'more than 8192 items'],
    [
      '8,192 lists in a list',
      `a16161992000${'80'.repeat(8192)}`,
      'too-many',
      3,
      'a: more than 8192 items',
    ],
    [
      'more than 8,192 items in two lists',
      `a1616182${`991000${'00'.repeat(4096)}`.repeat(2)}`,
      'too-many',
      4103,
      'a[1]: more than 8192 items',
    ],
    [
      'more than 8,192 items in nested lists',
      `a16161991fff80${'8100'.repeat(8190)}`,
      'too-many',
      8197,
      'a[4096]: more than 8192 items',
    ],
  ])('is rejected with %s', (_what, hex, code, offset, message) => {
    expect(errorOf(() => dataMap.cbor.decode(fromHex(hex)))).toEqual([
      code,
      offset,
      expect.stringContaining(`map: ${message}`),
    ])
  })

  it('may have 8,192 items and 32 levels, and no more', () => {
    const list = zeros(8191)
    for (const value of [{ list }, { deep: nested(31) }]) expect(roundTrip(value)).toEqual(value)
    expect(() => roundTrip({ list: [...list, 0] })).toThrow('map: list: more than 8192 items')
    expect(() => roundTrip({ a: list, b: 0 })).toThrow('map: b: more than 8192 items')
    expect(() => roundTrip({ deep: nested(32) })).toThrow('nested more than 32 levels deep')
    const deep = fromHex(`a16161${'81'.repeat(31)}00`)
    expect(() => dataMap.cbor.decode(deep)).toThrow('nested more than 32 levels deep')
  })

  it.each<[string, Record<string, unknown>, string, string]>([
    ['NaN', { a: NaN }, 'wrong-type', 'a: expected DAG-CBOR data, received NaN'],
    ['33 levels', { a: nested(32) }, 'too-deep', 'nested more than 32 levels deep'],
    ['8,193 items', { a: zeros(8192) }, 'too-many', 'a: more than 8192 items'],
    [
      '8,193 entries',
      Object.fromEntries(zeros(8193).entries()),
      'too-many',
      'map: more than 8192 items',
    ],
    ['a bignum of 257 bytes', { a: 256n ** 256n }, 'too-long', 'a: bignum exceeds 256 bytes'],
  ])('with %s is not encoded', (_what, value, code, message) => {
    expect(errorOf(() => dataMap.cbor.encode(value))).toEqual([
      code,
      undefined,
      expect.stringContaining(message),
    ])
  })

  it('may have 8,192 entries, and bignums of 256 bytes', () => {
    const entries = Object.fromEntries(zeros(8192).entries())
    for (const value of [entries, { a: 256n ** 256n - 1n }]) expect(roundTrip(value)).toEqual(value)
  })

  it('has no DAG-JSON encoding', () => {
    const stringifyError = ['wrong-type', undefined, 'map: expected DAG-CBOR, received DAG-JSON']
    expect(errorOf(() => dataMap.json.stringify({}))).toEqual(stringifyError)
    const parseError = ['wrong-type', 0, 'map: expected DAG-CBOR, received DAG-JSON']
    expect(errorOf(() => dataMap.json.parse('{}'))).toEqual(parseError)
  })

  it('is valid only if its nested values are valid', () => {
    expect(dataMap.is({ a: [1, LINK, null] })).toBe(true)
    expect(dataMap.is({ a: [undefined] })).toBe(false)
  })
})

describe('the value of a policy statement', () => {
  it.each([
    [
      'a bignum that fits in an int64',
      'c24105',
      'not-canonical',
      ': non-canonical integer: a bignum that fits in an int64',
    ],
    [
      'a leading zero in a bignum',
      `c24a00${'ff'.repeat(9)}`,
      'not-canonical',
      ': non-canonical bignum',
    ],
    [
      'a key of 2,049 bytes',
      `a1790801${'61'.repeat(2049)}00`,
      'too-long',
      ': string exceeds 2048 bytes',
    ],
    [
      'a string of 8,193 bytes',
      `792001${'61'.repeat(8193)}`,
      'too-long',
      ': string exceeds 8192 bytes',
    ],
    ['a key out of order', 'a2616200616100', 'not-canonical', '.a: key out of order'],
    [
      'nulls before an integer',
      '83f6f601',
      'wrong-type',
      ': unsupported list: nulls before items of one type',
    ],
  ])('is rejected with %s', (_what, hex, code, message) => {
    expect(errorOf(() => policyKind.cbor.decode(fromHex(`8183623d3d612e${hex}`)))).toEqual([
      code,
      expect.any(Number),
      expect.stringContaining(`Policy: [0][2]${message}`),
    ])
  })

  it('may be a bignum of more than 64 bits', () => {
    const policy = fromHex(`8183623d3d612ec249${'ff'.repeat(9)}`)
    expect(policyKind.cbor.decode(policy)).toEqual([['==', '.', 2n ** 72n - 1n]])
  })
})

describe('decodeArguments', () => {
  it('returns a bignum that fits in an int64 as a SmallBignum', () => {
    const { a } = decodeArguments(fromHex('a16161c2420005'))
    expect(a).toBeInstanceOf(SmallBignum)
    expect(a).toMatchObject({ value: 5n })
  })

  it('rejects more than 32 levels in an entry that it ignores because of its long key', () => {
    const entry = (levels: number) =>
      fromHex(`a1790801${'61'.repeat(2049)}${'81'.repeat(levels - 2)}00`)
    expect(decodeArguments(entry(32))).toEqual({})
    expect(() => decodeArguments(entry(33))).toThrow('nested more than 32 levels deep')
  })

  it.each([
    ['a list', (count: number) => `99${uint16(count)}${'00'.repeat(count)}`],
    ['a map', (count: number) => `b9${uint16(count)}${hexEntries(count)}`],
  ])('rejects more than 8,192 items in %s, as the reference does', (_what, encode) => {
    const value = (count: number) => fromHex(`a16161${encode(count)}`)
    expect(Object.keys(decodeArguments(value(8192))['a'] as object)).toHaveLength(8192)
    const error = ['too-many', 3, 'arguments: a: more than 8192 items']
    expect(errorOf(() => decodeArguments(value(8193)))).toEqual(error)
  })

  it.each([
    ['[null, 1]', 'a1616182f601', 'a'],
    ['[null, null, "a", "b"]', 'a1616184f6f661616162', 'a'],
    ['[null, {}]', 'a1616182f6a0', 'a'],
    ['[[null, true]]', 'a161618182f6f5', 'a[0]'],
  ])('rejects %s, on which the reference panics', (_value, hex, path) => {
    const message = `arguments: ${path}: unsupported list: nulls before items of one type`
    expect(errorOf(() => decodeArguments(fromHex(hex)))).toEqual([
      'wrong-type',
      path === 'a' ? 3 : 4,
      message,
    ])
  })

  it.each([
    ['82f6f6', [null, null]],
    ['8201f6', [1, null]],
    ['83f601f6', [null, 1, null]],
    ['83f6016161', [null, 1, 'a']],
  ])('accepts the list %s, as the reference does', (hex, list) => {
    expect(decodeArguments(fromHex(`a16161${hex}`))).toEqual({ a: list })
  })

  it('rejects more than 65,536 items in total', () => {
    const lists = (count: number) =>
      fromHex(
        `a1616188${`991fff${'00'.repeat(8191)}`.repeat(7)}99${uint16(count)}${'00'.repeat(count)}`,
      )
    expect(decodeArguments(lists(8190))).toHaveProperty('a')
    expect(() => decodeArguments(lists(8191))).toThrow('arguments: a[7]: more than 65536 items')
  })
})

function uint16(value: number): string {
  return value.toString(16).padStart(4, '0')
}

/** Returns the entries of a map in hex, each with a key of four digits. */
function hexEntries(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `64${toHex(Buffer.from(uint16(index)))}00`,
  ).join('')
}
