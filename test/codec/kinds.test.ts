import { CID } from 'multiformats/cid'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { bytes as bytesType } from '../../src/codec/bytes.js'
import { CborReader } from '../../src/codec/cbor/reader.js'
import { did } from '../../src/codec/did.js'
import { oneOf } from '../../src/codec/enum.js'
import { JsonReader } from '../../src/codec/json/reader.js'
import { KnownTexts } from '../../src/codec/known-texts.js'
import { link } from '../../src/codec/link.js'
import { list } from '../../src/codec/list.js'
import { map } from '../../src/codec/map.js'
import { struct } from '../../src/codec/struct.js'
import { text } from '../../src/codec/text.js'
import { CodecError, customer, limits, provider, s3, Unit, type Type } from '../../src/index.js'
import { fromHex, utf8 } from '../fixtures.js'

const FORMATS = ['cbor', 'json'] as const
const WEB = 'did:web:a.example'
const CID_TEXT = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'
const details = (entries: unknown) => ({ customer: WEB, product: WEB, details: entries })

describe.each(FORMATS)('in %s, just as much as may be is written and read', (format) => {
  it('entries of a map', () => {
    const keys = Array.from({ length: limits.entries }, (_, i) => [`${i}`, ''])
    const value = details(Object.fromEntries(keys)) as customer.AddArguments
    const { encode, decode } = customer.AddArguments[format]
    expect(Object.keys(decode(encode(value)).details)).toHaveLength(limits.entries)
  })

  it('items of a list', () => {
    const value: s3.PermissionSet = { [WEB]: Array.from({ length: limits.items }, () => '') }
    const { encode, decode } = s3.PermissionSet[format]
    expect(decode(encode(value))[WEB]).toHaveLength(limits.items)
  })

  it('bytes of a DID', () => {
    const value = { provider: `did:web:${'a'.repeat(limits.did - 8)}`, consumer: WEB } as const
    const { encode, decode } = provider.AddArguments[format]
    expect(decode(encode(value)).provider).toHaveLength(limits.did)
  })
})

it('as many fields as may be are stepped over', () => {
  const cbor = new Uint8Array(3 + limits.fields * 3)
  cbor.set([0xb9, limits.fields >> 8, limits.fields & 0xff])
  for (let i = 0; i < limits.fields; i++) cbor.set([0x61, 0x7a, 0x00], 3 + i * 3)
  expect(Unit.cbor.decode(cbor)).toEqual({})
  expect(Unit.json.decode(utf8(`{${'"z":0,'.repeat(limits.fields - 1)}"z":0}`))).toEqual({})
})

describe('what is of another kind is refused by what it is', () => {
  it.each<readonly [Type<unknown>, unknown, string]>([
    [s3.PermissionSet, { [WEB]: {} }, '["did:web:a.example"]: expected a list, found a map'],
    [s3.ProofSet, { [CID_TEXT]: ['a'] }, `${CID_TEXT}[0]: expected a link, found text`],
    [s3.VerificationKey, { kind: 1, data: new Uint8Array() }, 'kind: expected text, found 1'],
    [s3.VerificationKey, { kind: 'sigv4', data: 'AQ' }, 'data: expected bytes, found text'],
    [
      customer.AddArguments,
      { ...details({}), customer: [] },
      'customer: expected a DID, found a list',
    ],
    [customer.AddArguments, details({ a: 1n }), 'details.a: expected text, found 1n'],
    [
      customer.AddArguments,
      details({ a: Symbol('s') }),
      'details.a: expected text, found a symbol',
    ],
    [customer.AddArguments, details({ a: () => 1 }), 'details.a: expected text, found a function'],
    [customer.AddArguments, details({ a: new Date(0) }), 'details.a: expected text, found a Date'],
    [
      customer.AddArguments,
      details({ a: new ArrayBuffer(1) }),
      'details.a: expected text, found an ArrayBuffer',
    ],
    [
      customer.AddArguments,
      details({ a: new Uint8Array() }),
      'details.a: expected text, found bytes',
    ],
    [
      customer.AddArguments,
      details({ a: CID.parse(CID_TEXT) }),
      'details.a: expected text, found a link',
    ],
  ])('when written: %o, %o', (type, value, message) => {
    for (const format of FORMATS) {
      expect(() => type[format].encode(value)).toThrow(`${type.name}: ${message}`)
    }
  })

  it.each<readonly [Type<unknown>, string, string]>([
    [s3.VerificationKey, '{"kind":3}', 'kind: expected text, found 3'],
    [s3.PermissionSet, `{"${WEB}":{}}`, '["did:web:a.example"]: expected a list, found a map'],
    [s3.ProofSet, `{"${CID_TEXT}":[1]}`, `${CID_TEXT}[0]: expected a link, found 1`],
    [s3.VerificationKey, '{"data":[]}', 'data: expected bytes, found a list'],
  ])('when read: %o, %s', (type, json, message) => {
    expect(() => type.json.decode(utf8(json))).toThrow(`${type.name}: ${message}`)
  })
})

describe('values of another realm', () => {
  it('are bytes and maps as those of this one', () => {
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
  ])('are no maps where %s is none', (source) => {
    const value = details(runInNewContext(source))
    expect(customer.AddArguments.is(value)).toBe(false)
  })
})

it('a link may be marked by its `/` alone, as multiformats will do it', () => {
  const { bytes } = CID.parse(CID_TEXT)
  const marked = { bytes, '/': bytes } as unknown as CID
  const own = s3.ProofSet.cbor.encode({ [CID_TEXT]: [CID.parse(CID_TEXT)] })
  expect(s3.ProofSet.cbor.encode({ [CID_TEXT]: [marked] })).toEqual(own)
  const unmarked = { bytes, '/': Uint8Array.from(bytes) } as unknown as CID
  expect(s3.ProofSet.is({ [CID_TEXT]: [unmarked] })).toBe(false)
})

it('more keys than a few are written in order, those beyond U+FFFF last', () => {
  const keys = ['\u{1F600}', '\uFFFF', ...Array.from({ length: 20 }, (_, i) => `k${99 - i}`)]
  const value = details(Object.fromEntries(keys.map((key) => [key, '']))) as customer.AddArguments
  const { encode, decode } = customer.AddArguments.cbor
  const expected = [...keys.slice(2).toReversed(), '\uFFFF', '\u{1F600}']
  expect(Object.keys(decode(encode(value)).details)).toEqual(expected)
})

it('keys of which one starts with another are written with the shorter first', () => {
  const value = details({ ab: '', a: '', abc: '', '': '' }) as customer.AddArguments
  const { encode, decode } = customer.AddArguments.cbor
  expect(Object.keys(decode(encode(value)).details)).toEqual(['', 'a', 'ab', 'abc'])
})

it.each<readonly [Type<unknown>, string]>([
  [text, 'text'],
  [did, 'did'],
  [link, 'link'],
  [bytesType, 'bytes'],
  [oneOf('a', 'b'), 'a|b'],
  [list(did), '[did]'],
  [map(link, list(text)), '{link: [text]}'],
])('%o is called %s where it has no name of its own', (type, name) => {
  expect(type.name).toBe(name)
  expect(() => type.cbor.decode(Uint8Array.of(0xf6))).toThrow(`${name}: expected`)
})

it('a type that another library made can’t be a part of one', () => {
  const foreign = { ...text, name: 'text of another library' }
  for (const make of [() => struct('Struct', { a: foreign }), () => list(foreign)]) {
    expect(make).toThrow(TypeError('text of another library is no type of this library'))
  }
})

it('a key that is no text is refused by the kind of key that belongs there', () => {
  const decode = (type: Type<unknown>) => () => type.cbor.decode(fromHex('a10160'))
  expect(decode(s3.ProofSet)).toThrow('s3.ProofSet: expected a CID, found 1')
  expect(decode(s3.PermissionSet)).toThrow('s3.PermissionSet: expected a DID, found 1')
})

describe.each([null, undefined, 1, 'a'])('%o is no link', (value) => {
  it.each(FORMATS)('in %s', (format) => {
    const proofs = { [CID_TEXT]: [value] } as unknown as s3.ProofSet
    expect(() => s3.ProofSet[format].encode(proofs)).toThrow(
      expect.objectContaining({ code: 'wrong-type', path: [CID_TEXT, 0] }),
    )
  })
})

it.each(['did:', 'xdid:web:a.example', ' did:web:a.example', 'did:web:', 'did::a', 'did:key:z'])(
  '%o is no DID',
  (value) => {
    expect(did.is(value)).toBe(false)
  },
)

describe('what is known to be right isn’t checked again', () => {
  it('a DID', () => {
    did.known.keep('put there by a test')
    expect(did.is('put there by a test')).toBe(true)
  })

  it('a CID that is a key', () => {
    link.known.keep('put there by a test, too')
    expect(map(link, text).is({ 'put there by a test, too': '' })).toBe(true)
  })

  it('a text is taken as it is known', () => {
    const known = Object.assign(new KnownTexts(), { find: () => 'known' })
    expect(new CborReader(fromHex('6161')).text(1, 'text', known)).toBe('known')
    expect(new JsonReader(utf8('"a"')).text(1, 'text', known)).toBe('known')
  })

  it.each(FORMATS)('keys are known once they were read from %s, not once written', (format) => {
    const { encode, decode } = customer.AddArguments[format]
    const key = `key of a test in ${format}`
    const encoded = encode(details({ [key]: '' }) as customer.AddArguments)
    expect(text.known.has(key)).toBe(false)
    decode(encoded)
    expect(text.known.has(key)).toBe(true)
  })
})

it('an error says what it is, and shows texts and steps of up to 64 characters whole', () => {
  const error = new CodecError('syntax', 'Unit', 'none')
  expect([error.name, error.path, error.offset]).toEqual(['CodecError', [], undefined])
  const messageFor = (key: string) => {
    try {
      customer.AddArguments.cbor.encode({ ...details({}), [key]: '' } as customer.AddArguments)
    } catch (refusal) {
      return (refusal as Error).message
    }
    return undefined
  }
  const steps = [64, 65].map((size) => messageFor('k'.repeat(size)))
  const reason = 'the struct has no such field'
  expect(steps).toEqual([
    `customer.AddArguments: ${'k'.repeat(64)}: ${reason}`,
    `customer.AddArguments: ["${'k'.repeat(64)}…"]: ${reason}`,
  ])
  const quoted = [64, 65].map((size) => messageFor('-'.repeat(size)))
  expect(quoted).toEqual([
    `customer.AddArguments: ["${'-'.repeat(64)}"]: ${reason}`,
    `customer.AddArguments: ["${'-'.repeat(64)}…"]: ${reason}`,
  ])
})

describe.each(FORMATS)('%s', (format) => {
  it('is read past what a subclass of Uint8Array makes of itself', () => {
    class Odd extends Uint8Array {
      override subarray(): never {
        throw new Error('subarray was called')
      }
    }
    const args: customer.AddArguments = { customer: WEB, product: WEB, details: { é: 'é€' } }
    const { encode, decode } = customer.AddArguments[format]
    expect(decode(Odd.from(encode(args)))).toEqual(args)
  })

  it('is written by one writer, one value right behind the other', () => {
    const { encode } = Unit[format]
    // Of several pairs only one can be parted by the end of the memory that they share.
    const parted = Array.from({ length: 5 }, () => [encode({}), encode({})]).filter(
      ([a, b]) => a!.buffer !== b!.buffer || a!.byteOffset + a!.length !== b!.byteOffset,
    )
    expect(parted.length).toBeLessThanOrEqual(1)
  })
})

it('of an object no getter is asked twice, nor one that isn’t its own', () => {
  let asked = 0
  class Details {
    get bytes(): never {
      throw new Error('the getter of a prototype was asked')
    }
  }
  const own = Object.defineProperty(new Details(), 'bytes', {
    enumerable: true,
    get: () => `asked ${++asked} times`,
  })
  for (const format of FORMATS) {
    const { encode, decode } = customer.AddArguments[format]
    asked = 0
    const read = decode(encode(details(own) as unknown as customer.AddArguments))
    expect(read.details).toEqual({ bytes: 'asked 1 times' })
    expect(customer.AddArguments.is(details(new Details()))).toBe(true)
  }
})
