import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { fromDSL } from '@ipld/schema/from-dsl.js'
import type { Schema, TypeDefn } from '@ipld/schema/schema-schema.js'
import { create } from '@ipld/schema/typed.js'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { CodecError, customer, provider, s3, type CodecErrorCode, type Type } from '../src/index.js'
import { arbitrary } from '../src/testing/index.js'
import { fc, holds, PATIENCE } from './fast-check.js'
import { types } from './fixtures.js'
import { definitionsOf, exportsOf } from './schema-of.js'
import { changed } from './reshape.js'

const NAMESPACES = { customer, provider, s3 }
const CID_TEXT = 'bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom'
const IN_BASE58 = CID.parse(CID_TEXT).toString(base58btc)

describe.each(Object.entries(NAMESPACES))('%s.ipldsch', (namespace, members) => {
  const { types: parsed } = schemaOf(namespace)
  const derived = definitionsOf(members)

  it('defines what the namespace exports, and no more', () => {
    expect(Object.keys(parsed).toSorted()).toStrictEqual(Object.keys(derived).toSorted())
    expect(Object.keys(parsed)).toEqual(expect.arrayContaining([...exportsOf(members).keys()]))
  })

  it.each(Object.entries(derived))('%s is as the library has it', (name, definition) => {
    expect(withoutComments(parsed[name]!)).toStrictEqual(definition)
    expect(fieldNames(parsed[name]!)).toStrictEqual(fieldNames(definition))
  })
})

it('no type is without a schema', () => {
  const described = new Set(['Failure'])
  for (const members of Object.values(NAMESPACES)) {
    for (const type of exportsOf(members).values()) described.add(type.name)
  }
  expect([...described].toSorted()).toStrictEqual([...types.keys()].toSorted())
})

function withoutComments(definition: TypeDefn): TypeDefn {
  if (!('struct' in definition)) return definition
  const { fields, representation } = definition.struct
  return { struct: { fields, representation: representation! } }
}

/** In the order of their declaration, which a comparison of objects doesn't see. */
function fieldNames(definition: TypeDefn): string[] {
  return 'struct' in definition ? Object.keys(definition.struct.fields) : []
}

function schemaOf(namespace: string): Schema {
  return fromDSL(readFileSync(new URL(`../schemas/${namespace}.ipldsch`, import.meta.url), 'utf8'))
}

/** Why this library refuses a value whose kinds are right, which a schema doesn't tell. */
const UNSEEN = new Set<CodecErrorCode>([
  'duplicate-key',
  'invalid-did',
  'invalid-link',
  'invalid-utf8',
  'too-long',
  'too-many',
])

const SCALARS = [null, true, 3, 1.5, 'text', 'sigv4', new Uint8Array(1), CID.parse(CID_TEXT)]
const KINDS = fc.constantFrom<unknown[]>(...SCALARS, [], ['text'], {})

describe("@ipld/schema's validator", { timeout: PATIENCE }, () => {
  const all = Object.entries(NAMESPACES).flatMap(([namespace, members]) =>
    [...exportsOf(members)].map(([name, type]) => [namespace, name, type] as const),
  )

  it.each(all)('by %s.ipldsch takes as %s what the library takes', (namespace, name, type) => {
    const isValid = validator(namespace, name)
    holds(arbitrary(type), (value) => expect(isValid(value)).toBe(true))
  })

  it.each(all)('by %s.ipldsch refuses as %s what the library refuses', (namespace, name, type) => {
    const isValid = validator(namespace, name)
    holds(changed(type, KINDS), (value) => {
      const code = refusal(type, value)
      expect(isValid(value)).toBe(code === undefined || UNSEEN.has(code))
    })
  })

  it.each<[what: string, type: Type<unknown>, value: unknown]>([
    ['a text past its limit', provider.AddOK, { id: 'a'.repeat(8193) }],
    ['bytes past their limit', s3.VerificationKey, key(new Uint8Array(2 ** 21 + 1))],
    ['a list past its limit', s3.PermissionSet, { 'did:web:a': Array(8193).fill('') }],
    ['a map past its limit', s3.Request, request(manyHeaders())],
    ['a lone surrogate', provider.AddOK, { id: '\ud800' }],
    ['a DID that is none', provider.AddArguments, { provider: 'a', consumer: 'did:web:a' }],
    ['a key that is no DID', s3.PermissionSet, { a: [] }],
    ['a key that is no CID', s3.ProofSet, { a: [] }],
    ['a CID in two spellings', s3.ProofSet, { [CID_TEXT]: [], [IN_BASE58]: [] }],
    ['a link whose bytes are no CID', s3.ProofSet, { [CID_TEXT]: [claimingToBeCid()] }],
    ['a Map for a map', s3.Request, request(new Map())],
    ['a Set for a map', s3.Request, request(new Set())],
    ['a Date for a map', s3.Request, request(new Date())],
    ['a buffer for a map', s3.Request, request(new ArrayBuffer(1))],
    ['a view for a map', s3.Request, request(new DataView(new ArrayBuffer(1)))],
  ])('takes what the library refuses: %s', (_what, type, value) => {
    expect(type.is(value)).toBe(false)
    expect(validatorOf(type)(value)).toBe(true)
  })

  it.each<[what: string, type: Type<unknown>, value: unknown]>([
    ['undefined for an optional field', customer.AddArguments, withUndefined()],
    ['bytes of another realm', s3.VerificationKey, key(runInNewContext('new Uint8Array(1)'))],
    ['a link of an old multiformats', s3.ProofSet, { [CID_TEXT]: [oldLink()] }],
  ])('refuses what the library takes: %s', (_what, type, value) => {
    expect(type.is(value)).toBe(true)
    expect(validatorOf(type)(value)).toBe(false)
  })
})

/**
 * Whether a value is of a type of a schema. The validator knows maps by
 * `String` alone, so that the text which is a key of another name is told it.
 */
function validator(namespace: string, name: string): (value: unknown) => boolean {
  const known = JSON.stringify(schemaOf(namespace), (property, value: unknown) =>
    property === 'keyType' ? 'String' : value,
  )
  const { toTyped } = create(JSON.parse(known) as Schema, name)
  return (value) => toTyped(value) !== undefined
}

function validatorOf(type: Type<unknown>): (value: unknown) => boolean {
  const found = Object.entries(NAMESPACES).flatMap(([namespace, members]) =>
    [...exportsOf(members)]
      .filter(([, member]) => member === type)
      .map(([name]) => validator(namespace, name)),
  )
  return found[0]!
}

function refusal(type: Type<unknown>, value: unknown): CodecErrorCode | undefined {
  try {
    type.cbor.encode(value)
    return undefined
  } catch (error) {
    if (error instanceof CodecError) return error.code
    throw error
  }
}

function key(data: unknown): unknown {
  return { kind: 'sigv4', data }
}

function request(headers: unknown): unknown {
  return { method: 'GET', headers, url: '/' }
}

function manyHeaders(): unknown {
  return Object.fromEntries(Array.from({ length: 4097 }, (_, i) => [`x-${i}`, '']))
}

function withUndefined(): unknown {
  return {
    customer: 'did:web:a.example',
    externalAccount: undefined,
    product: 'did:web:b.example',
    details: {},
  }
}

function claimingToBeCid(): unknown {
  const claim = { bytes: new Uint8Array(1), asCID: {} }
  claim.asCID = claim
  return claim
}

/** As multiformats marks its CIDs besides `asCID`, which was a getter of their class once. */
function oldLink(): unknown {
  const { bytes } = CID.parse(CID_TEXT)
  return { '/': bytes, bytes }
}
