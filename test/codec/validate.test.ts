import { describe, expect, it } from 'vitest'
import {
  bytes,
  did,
  link,
  list,
  map,
  oneOf,
  optional,
  string,
  struct,
  tuple,
  u8,
} from '../../src/codec/index.js'
import { CodecError, customer, s3, type Type } from '../../src/index.js'

const WEB = 'did:web:a.example'
const KEY = 'bafkqaaik'

/** Returns the issues of a value, as pairs of path and message. */
function issuesOf(type: Type<unknown>, value: unknown): unknown {
  return type['~standard'].validate(value).issues?.map(({ path, message }) => [path, message])
}

describe('~standard.validate', () => {
  it('returns the same object if it is valid', () => {
    const value = { customer: WEB, product: WEB, details: {} }
    const result = customer.AddArguments['~standard'].validate(value)
    expect(result).toEqual({ value })
    expect((result as { value: unknown }).value).toBe(value)
    expect('issues' in result).toBe(false)
  })

  it('returns every issue: fields in declared order, map entries in key order', () => {
    const value = { product: 'x', details: { b: 1, a: 2 }, externalAccount: 3 }
    expect(issuesOf(customer.AddArguments, value)).toEqual([
      [['customer'], 'missing required field'],
      [['externalAccount'], 'expected string, received 3'],
      [['product'], 'expected DID, received "x"'],
      [['details', 'a'], 'expected string, received 2'],
      [['details', 'b'], 'expected string, received 1'],
    ])
  })

  it('returns unknown fields first, in the order of the object', () => {
    const type = struct('Type', { a: string, b: u8 })
    expect(issuesOf(type, { z: 1, b: 256, y: undefined, a: 1 })).toEqual([
      [['z'], 'unknown field'],
      [['y'], 'unknown field'],
      [['a'], 'expected string, received 1'],
      [['b'], 'expected integer from 0 to 255, received 256'],
    ])
  })

  it('returns issues in declared order, not in encoded or object order', () => {
    const type = struct('Type', { ccc: u8, a: u8, bb: u8 })
    const paths = (value: object) =>
      type['~standard'].validate(value).issues?.map(({ path }) => path![0])
    expect(paths({})).toEqual(['ccc', 'a', 'bb'])
    expect(paths({ a: '', bb: '', ccc: '' })).toEqual(['ccc', 'a', 'bb'])
  })

  it('returns the issues of nested types, each with its whole path', () => {
    const Inner = struct('Inner', { x: u8, y: optional(string) })
    const Outer = struct('Outer', {
      list: list(Inner),
      tuple: tuple('Tuple', { first: Inner, second: u8 }),
      map: map(did, list(oneOf('a', 'b'))),
      inner: Inner,
      data: bytes,
      proof: link,
    })
    const value = {
      proof: 'p',
      data: [],
      inner: null,
      map: { nobody: ['c', 'a', 1], [WEB]: 'a' },
      tuple: { first: { x: -1, z: 0 } },
      list: [{ x: 1 }, { y: null }, 3, { x: 1, y: '\ud800' }],
    }
    expect(issuesOf(Outer, value)).toEqual([
      [['list', 1, 'x'], 'missing required field'],
      [['list', 1, 'y'], 'expected string, received null'],
      [['list', 2], 'expected map, received 3'],
      [['list', 3, 'y'], 'string with a lone surrogate'],
      [['tuple', 'first', 'z'], 'unknown field'],
      [['tuple', 'first', 'x'], 'expected integer from 0 to 255, received -1'],
      [['tuple', 'second'], 'missing required field'],
      [['map', 'nobody'], 'expected DID, received "nobody"'],
      [['map', WEB], 'expected list, received string'],
      [['map', 'nobody', 0], 'expected "a" or "b", received "c"'],
      [['map', 'nobody', 2], 'expected string, received 1'],
      [['inner'], 'expected map, received null'],
      [['data'], 'expected byte string, received list'],
      [['proof'], 'expected link, received string'],
    ])
  })

  it('returns the issues of keys and values of a map', () => {
    const long = 'k'.repeat(8193)
    expect(issuesOf(map(string, u8), { '\ud800': 1, [long]: 2, a: 'x' })).toEqual([
      [['a'], 'expected integer, received string'],
      [[long], 'string exceeds 8192 bytes'],
      [['\ud800'], 'string with a lone surrogate'],
    ])
    expect(issuesOf(s3.ProofSet, { [KEY]: [1], x: [] })).toEqual([
      [['x'], 'expected CID, received "x"'],
      [[KEY, 0], 'expected link, received 1'],
    ])
  })

  it('returns a path with the key as it is spelled in the value', () => {
    const base58 = 'zdpuAyvkgEDQm9TenwGkd5eNaosSxjgEYd8QatfPetgB1CdEZ'
    expect(issuesOf(s3.ProofSet, { [base58]: 1 })).toEqual([
      [[base58], 'expected list, received 1'],
    ])
  })

  it('returns the issues of each entry once if two keys spell the same CID', () => {
    const own = 'bafyreigivjmlrue5db7rpwmbonv7oq57hvnp7yzhlsoy3fbwi5jzhwgali'
    const base58 = 'zdpuAyvkgEDQm9TenwGkd5eNaosSxjgEYd8QatfPetgB1CdEZ'
    expect(issuesOf(s3.ProofSet, { [own]: [1], [base58]: [2] })).toEqual([
      [[own, 0], 'expected link, received 1'],
      [[base58], 'duplicate key'],
      [[base58, 0], 'expected link, received 2'],
    ])
  })

  it.each<readonly [string, Type<unknown>, unknown]>([
    ['expected string, received 1', string, 1],
    ['expected DID, received "x"', did, 'x'],
    ['expected list, received map', list(u8), {}],
    ['expected map, received list', map(string, u8), []],
    ['byte string exceeds 2097152 bytes', bytes, new Uint8Array(2 ** 21 + 1)],
    ['more than 8192 items', list(u8), Array(8193).fill(0)],
    [
      'more than 4096 entries',
      map(string, u8),
      Object.fromEntries(Array.from({ length: 4097 }, (_, i) => [i, 0])),
    ],
  ])('returns an empty path for the root value: %s', (message, type, value) => {
    expect(type['~standard'].validate(value)).toEqual({ issues: [{ message, path: [] }] })
  })

  it('is synchronous', () => {
    const result = string['~standard'].validate('a')
    expect(result).not.toBeInstanceOf(Promise)
    expect(result).toEqual({ value: 'a' })
  })

  it('throws the error that a getter of the value throws', () => {
    const error = new CodecError({ code: 'syntax', type: 'of the getter', reason: 'thrown' })
    const value = {
      get a(): never {
        throw error
      },
    }
    expect(() => map(string, u8)['~standard'].validate(value)).toThrow(error)
  })

  it('works without `this`', () => {
    const { validate } = u8['~standard']
    expect([validate(1), validate(256)]).toEqual([
      { value: 1 },
      { issues: [{ message: 'expected integer from 0 to 255, received 256', path: [] }] },
    ])
  })
})
