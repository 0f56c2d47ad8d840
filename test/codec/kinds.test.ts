import { CID } from 'multiformats/cid'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { customer, limits, provider, s3, Unit, type Type } from '../../src/index.js'
import { utf8 } from '../fixtures.js'

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

  it.each(['new Map()', 'new Set()', 'new Date(0)', 'new ArrayBuffer(1)', '[]'])(
    'are no maps where %s is none',
    (source) => {
      const value = details(runInNewContext(source))
      expect(customer.AddArguments.is(value)).toBe(false)
    },
  )
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
