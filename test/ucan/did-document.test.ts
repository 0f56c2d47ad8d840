import { describe, expect, it } from 'vitest'
import type { DID } from '../../src/index.js'
import { verificationMethods, type Relationship } from '../../src/ucan/did-document.js'

const WEB: DID = 'did:web:up.example'
/** 2027-01-15T08:00:00Z. */
const NOW = 1_800_000_000

function multikey(name: string, changes: object = {}) {
  return {
    id: `${WEB}#${name}`,
    type: 'Multikey',
    controller: WEB,
    publicKeyMultibase: name,
    ...changes,
  }
}

/** Returns the keys and authorities of the methods that `verificationMethods` returns. */
function namesIn(document: object, relationship: Relationship = 'capabilityDelegation'): string[] {
  return verificationMethods({ id: WEB, ...document }, WEB, relationship, NOW).map((method) =>
    method.type === 'Multikey' ? method.publicKeyMultibase : method.authority,
  )
}

describe('verificationMethods', () => {
  it('returns keys and authorities', () => {
    const attestation = multikey('b', { type: 'AuthorityAttestation', authority: 'did:web:b' })
    const verificationMethod = [multikey('a'), attestation]
    expect(
      verificationMethods({ id: WEB, verificationMethod }, WEB, 'capabilityDelegation', NOW),
    ).toEqual([
      { type: 'Multikey', publicKeyMultibase: 'a' },
      { type: 'AuthorityAttestation', authority: 'did:web:b' },
    ])
  })

  it.each([
    ['of another type', multikey('b', { type: 'Ed25519VerificationKey2020' })],
    ['of no type', multikey('b', { type: undefined })],
    ['whose key is not a string', multikey('b', { publicKeyMultibase: 1 })],
    ['without a key', multikey('b', { publicKeyMultibase: undefined })],
    [
      'of type AuthorityAttestation without an authority',
      multikey('b', { type: 'AuthorityAttestation' }),
    ],
    ['whose authority is a number', multikey('b', { type: 'AuthorityAttestation', authority: 1 })],
    ['of another type with an authority', { ...multikey('b', { type: 'Key' }), authority: WEB }],
    ['whose id is not a string', multikey('b', { id: 1 })],
    ['without an id', multikey('b', { id: undefined })],
    ['whose id belongs to another DID', multikey('b', { id: `${WEB}.b#b` })],
    ['that is null', null],
    ['that is a string', '#a'],
  ])('skips a method %s', (_what, method) => {
    expect(namesIn({ verificationMethod: [method, multikey('a')] })).toEqual(['a'])
  })

  it('ignores inherited properties', () => {
    const inherited = Object.create({ verificationMethod: [multikey('a')] }) as object
    expect(
      verificationMethods(Object.assign(inherited, { id: WEB }), WEB, 'capabilityDelegation', NOW),
    ).toEqual([])
    const method = Object.assign(Object.create({ publicKeyMultibase: 'a' }), {
      id: '#a',
      type: 'Multikey',
    }) as object
    expect(namesIn({ verificationMethod: [method] })).toEqual([])
  })

  it.each([undefined, null, 1, 'did:web:other.example'])(
    'rejects a document with the id %j',
    (id) => {
      expect(() => namesIn({ id })).toThrow('the id of its document must be the same DID')
    },
  )

  it.each([null, undefined, 'text', 1])('rejects a document that is %j', (document) => {
    expect(() => verificationMethods(document as never, WEB, 'capabilityDelegation', NOW)).toThrow(
      'the id of its document must be the same DID',
    )
  })

  it('rejects two methods with the same id, unless they are equal', () => {
    expect(namesIn({ verificationMethod: [multikey('a'), multikey('a')] })).toEqual(['a'])
    const other = multikey('a', { publicKeyMultibase: 'b' })
    expect(() => namesIn({ verificationMethod: [multikey('a'), other] })).toThrow(
      'its document has two different methods with the same id',
    )
  })

  it('returns a listed method only if the list spells its id in the same way', () => {
    const relative = multikey('b', { id: '#b' })
    const verificationMethod = [multikey('a'), relative]
    const listed = (...capabilityDelegation: string[]) =>
      namesIn({ verificationMethod, capabilityDelegation })
    expect(listed('#a', `${WEB}#b`)).toEqual([])
    expect(listed(`${WEB}#a`, '#b')).toEqual(['a', 'b'])
    expect(namesIn({ verificationMethod })).toEqual(['a', 'b'])
  })

  it.each([WEB, `${WEB}#`, '#', '#a b', '#ä', '#a"', `DID:web:up.example#a`, 'a'])(
    'rejects a method with the id %j',
    (id) => {
      expect(() => namesIn({ verificationMethod: [multikey('a'), multikey('b', { id })] })).toThrow(
        `expected method id such as "#key", received ${JSON.stringify(id)}`,
      )
    },
  )

  it.each([
    ['Revoked', 'revoked'],
    ['EXPIRES', 'expires'],
    ['revo\u212Aed', 'revoked'],
    ['expire\u017F', 'expires'],
    ['Id', 'id'],
  ])('rejects a method with the property %j, which the reference decodes as %s', (name) => {
    const method = multikey('a', { [name]: '2020-01-01T00:00:00Z' })
    const message = `wrong letter case in its document: ${JSON.stringify(name)}`
    expect(() => namesIn({ verificationMethod: [method] })).toThrow(message)
    expect(() => namesIn({ verificationMethod: [{ ...method, id: undefined }] })).toThrow(message)
    expect(() => namesIn({ authentication: [method] })).toThrow(message)
  })

  it.each(['CapabilityDelegation', 'capabilitydelegation', 'VerificationMethod', 'ID'])(
    'rejects a document with the property %s, whose letter case is wrong',
    (name) => {
      expect(() => namesIn({ verificationMethod: [multikey('a')], [name]: [] })).toThrow(
        `wrong letter case in its document: "${name}"`,
      )
    },
  )

  it.each([
    'authentication',
    'assertionMethod',
    'keyAgreement',
    'capabilityInvocation',
    'capabilityDelegation',
  ])('returns a method that is embedded in %s', (name) => {
    expect(namesIn({ [name]: [multikey('a')] })).toEqual(['a'])
    expect(namesIn({ other: [multikey('a')] })).toEqual([])
  })

  it.each<[string, unknown, string[]]>([
    ['absent', undefined, ['a', 'b']],
    ['null', null, ['a', 'b']],
    ['an empty list', [], []],
    ['a string', '#a', []],
    ['a map', {}, []],
    ['a list of an id', [`${WEB}#b`], ['b']],
    ['a list of a string without #', ['a'], []],
    ['a list of a method', [multikey('c')], ['c']],
    ['a list of null, a number and an id', [null, 1, `${WEB}#b`], ['b']],
    ['a list of a malformed method', [{ id: 1 }], []],
  ])('returns the methods of a relationship that is %s', (_what, list, names) => {
    const verificationMethod = [multikey('a'), multikey('b')]
    for (const relationship of ['capabilityDelegation', 'capabilityInvocation'] as const) {
      const document = { verificationMethod, [relationship]: list }
      expect(namesIn(document, relationship)).toEqual(names)
    }
  })

  it('rejects more than 32 entries of a list, and more than 32 methods', () => {
    const entries = (count: number) => Array.from({ length: count }, () => null)
    const methods = (count: number) => Array.from({ length: count }, (_, i) => multikey(`${i}`))
    const last = multikey('last')
    expect(namesIn({ verificationMethod: [...entries(31), last] })).toEqual(['last'])
    const message = 'its document has more than 32 verification methods, or entries in one list'
    expect(() => namesIn({ verificationMethod: [...entries(32), last] })).toThrow(message)
    expect(() => namesIn({ assertionMethod: entries(33) })).toThrow(message)
    const capabilityDelegation = [last]
    expect(namesIn({ verificationMethod: methods(31), capabilityDelegation })).toEqual(['last'])
    expect(() => namesIn({ verificationMethod: methods(32), capabilityDelegation })).toThrow(
      message,
    )
  })

  it('returns the last of 32 methods if a relationship embeds it again', () => {
    const verificationMethod = Array.from({ length: 32 }, (_, i) => multikey(`${i}`))
    const document = { verificationMethod, capabilityDelegation: [multikey('31')] }
    expect(namesIn(document)).toEqual(['31'])
  })

  it.each<['returns' | 'skips', unknown]>([
    ['skips', '2027-01-15T08:00:00Z'],
    ['returns', '2027-01-15T08:00:00.001Z'],
    ['returns', '2027-01-15T08:00:01Z'],
    ['returns', '2027-01-15T08:00:01+00:00'],
    ['skips', '2027-01-15T09:00:00+01:00'],
    ['returns', '2027-01-15T07:00:01-01:00'],
    ['returns', '2096-02-29T00:00:00Z'],
    ['returns', '9999-12-31T23:59:59.25Z'],
    ['returns', undefined],
    ['returns', null],
    // Malformed times, some of which Date.parse accepts.
    ['skips', '+009999-01-01T00:00:00Z'],
    ['skips', '9999-01-01T00:00:00Z (UTC)'],
    ['skips', '9999-01-01T00:00:00'],
    ['skips', '9999-01-01T00:00Z'],
    ['skips', '9999-01-01'],
    ['skips', '9999'],
    ['skips', '9999-13-01T00:00:00Z'],
    ['skips', '9999-02-30T00:00:00Z'],
    ['skips', '9999-01-01T24:00:00Z'],
    ['skips', '9999-01-01T23:59:60Z'],
    ['skips', '2100-02-29T00:00:00Z'],
    ['skips', ''],
    ['skips', ['9999-01-01T00:00:00Z']],
    ['skips', 9_999_999_999_999],
    ['skips', true],
  ])('%s a key that expires or is revoked at %j', (verb, time) => {
    for (const name of ['expires', 'revoked']) {
      const verificationMethod = [multikey('a', { [name]: time })]
      expect(namesIn({ verificationMethod })).toEqual(verb === 'returns' ? ['a'] : [])
    }
  })
})
