import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { fromDSL } from '@ipld/schema/from-dsl.js'
import type { Schema, TypeDefn } from '@ipld/schema/schema-schema.js'
import { create } from '@ipld/schema/typed.js'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { kindOf } from '../src/codec/kind.js'
import { ListKind } from '../src/codec/kinds/list.js'
import { MapKind } from '../src/codec/kinds/map.js'
import { StructKind } from '../src/codec/kinds/struct.js'
import { TupleKind } from '../src/codec/kinds/tuple.js'
import {
  CodecError,
  customer,
  provider,
  s3,
  type CborType,
  type CodecErrorCode,
} from '../src/index.js'
import { arbitrary } from '../src/testing/index.js'
import { fc, holds, PROPERTY_TIMEOUT } from './fast-check.js'
import { types } from './fixtures.js'
import { definitionsOf, exportsOf, namespaces } from './schema-of.js'
import { changed } from './reshape.js'

const CID_STRING = 'bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom'
const IN_BASE58 = CID.parse(CID_STRING).toString(base58btc)

describe.each(namespaces)('%s.ipldsch', (namespace, members) => {
  const { types: parsed } = schemaOf(namespace)
  const derived = definitionsOf(members)

  it('has exactly the definitions that are derived from the types', () => {
    expect(Object.keys(parsed).toSorted()).toStrictEqual(Object.keys(derived).toSorted())
    expect(Object.keys(parsed)).toEqual(expect.arrayContaining([...exportsOf(members).keys()]))
  })

  it.each(Object.entries(derived))('defines %s as the library does', (name, definition) => {
    expect(withoutComments(parsed[name]!)).toStrictEqual(definition)
    expect(fieldNames(parsed[name]!)).toStrictEqual(fieldNames(definition))
  })
})

it('every type has a schema', () => {
  // The root of the package exports these two types, but no namespace does. Each schema that
  // uses them has its own definition.
  const described = new Set(['AwaitOK', 'Failure'])
  for (const [, namespace] of namespaces) {
    for (const type of exportsOf(namespace).values()) described.add(type.name)
  }
  expect([...described].toSorted()).toStrictEqual([...types.keys()].toSorted())
})

function withoutComments(definition: TypeDefn): TypeDefn {
  if (!('struct' in definition)) return definition
  const { fields, representation } = definition.struct
  return { struct: { fields, representation: representation! } }
}

/** Returns the field names of a struct in order. `toStrictEqual` ignores the order of properties. */
function fieldNames(definition: TypeDefn): string[] {
  return 'struct' in definition ? Object.keys(definition.struct.fields) : []
}

function schemaOf(namespace: string): Schema {
  return fromDSL(readFileSync(new URL(`../schemas/${namespace}.ipldsch`, import.meta.url), 'utf8'))
}

/** The codes of errors for values that match a schema, but are rejected by this library. */
const BEYOND_SCHEMA = new Set<CodecErrorCode>([
  'duplicate-key',
  'invalid-did',
  'invalid-command',
  'invalid-link',
  'invalid-url',
  'invalid-utf8',
  'out-of-range',
  'too-long',
  'too-many',
])

/** Matches the errors of a struct with alternative fields. In the schema these fields are optional. */
const ALTERNATIVES = /: missing required field: \w+ or |: not allowed with /

function isBeyondSchema({ code, message }: CodecError): boolean {
  return BEYOND_SCHEMA.has(code) || ALTERNATIVES.test(message)
}

const SCALARS = [null, true, 3, 1.5, 'text', 'sigv4', new Uint8Array(1), CID.parse(CID_STRING)]
const REPLACEMENTS = fc.constantFrom<unknown[]>(...SCALARS, [], ['text'], {})

describe('the validator of @ipld/schema', { timeout: PROPERTY_TIMEOUT }, () => {
  const all = namespaces.flatMap(([namespace, members]) =>
    [...exportsOf(members)].map(([name, type]) => [namespace, name, type] as const),
  )

  it.each(all)('for %s.ipldsch accepts values of %s', (namespace, name, type) => {
    const isValid = validator(namespace, name)
    holds(arbitrary(type), (value) => expect(isValid(represented(type, value))).toBe(true))
  })

  it.each(all)(
    'for %s.ipldsch rejects a changed %s exactly if its shape is wrong',
    (namespace, name, type) => {
      const isValid = validator(namespace, name)
      holds(changed(type, REPLACEMENTS), (value) => {
        const error = errorOf(type, value)
        const matches = isValid(represented(type, value))
        expect(matches).toBe(error === undefined || isBeyondSchema(error))
      })
    },
  )

  it.each<[what: string, type: CborType<unknown>, value: unknown]>([
    ['a string beyond its limit', provider.AddOK, { id: 'a'.repeat(8193) }],
    ['a byte string beyond its limit', s3.VerificationKey, key(new Uint8Array(2 ** 21 + 1))],
    ['a list beyond its limit', s3.PermissionSet, { 'did:web:a': Array(8193).fill('') }],
    ['a map beyond its limit', s3.Request, request(manyHeaders())],
    ['a lone surrogate', provider.AddOK, { id: '\ud800' }],
    ['a malformed DID', provider.AddArguments, { provider: 'a', consumer: 'did:web:a' }],
    ['a key that is not a DID', s3.PermissionSet, { a: [] }],
    ['a key that is not a CID', s3.ProofSet, { a: [] }],
    ['a CID in two spellings', s3.ProofSet, { [CID_STRING]: [], [IN_BASE58]: [] }],
    ['a link without a valid CID', s3.ProofSet, { [CID_STRING]: [invalidLink()] }],
    ['a Map for a map', s3.Request, request(new Map())],
    ['a Set for a map', s3.Request, request(new Set())],
    ['a Date for a map', s3.Request, request(new Date())],
    ['an ArrayBuffer for a map', s3.Request, request(new ArrayBuffer(1))],
    ['a DataView for a map', s3.Request, request(new DataView(new ArrayBuffer(1)))],
  ])('accepts what the library rejects: %s', (_what, type, value) => {
    expect(type.is(value)).toBe(false)
    expect(validatorOf(type)(value)).toBe(true)
  })

  it.each<[what: string, type: CborType<unknown>, value: unknown]>([
    ['undefined for an optional field', customer.AddArguments, withUndefined()],
    [
      'a byte string of another realm',
      s3.VerificationKey,
      key(runInNewContext('new Uint8Array(1)')),
    ],
    ['a link without `asCID`', s3.ProofSet, { [CID_STRING]: [linkWithoutAsCID()] }],
  ])('rejects what the library accepts: %s', (_what, type, value) => {
    expect(type.is(value)).toBe(true)
    expect(validatorOf(type)(value)).toBe(false)
  })
})

/** Transforms that accept bigints. Without them, the validator accepts only numbers for `Int`, and doesn't support `BigInt`, which the schema declares as `any`. */
const customTransforms = {
  Int: { toTyped: '(int) => (Number.isInteger(int) || typeof int === "bigint" ? int : undefined)' },
  BigInt: { toTyped: '(int) => (typeof int === "bigint" ? int : undefined)' },
}

/** Converts a value to the form that the validator expects: a tuple becomes a list. The value need not be of the type. */
function represented(type: CborType<unknown>, value: unknown): unknown {
  const kind = kindOf(type)
  if (kind instanceof ListKind && Array.isArray(value)) {
    return value.map((item) => represented(kind.item, item))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  if (kind instanceof MapKind && value.constructor === Object) {
    return Object.fromEntries(entries.map(([name, item]) => [name, represented(kind.value, item)]))
  }
  if (!(kind instanceof StructKind || kind instanceof TupleKind)) return value
  if (value.constructor !== Object) return value
  const kinds = new Map(kind.fields.map((field) => [field.name, field.kind]))
  const inside = entries.map(([name, item]): [string, unknown] => {
    const field = kinds.get(name)
    return [name, field === undefined ? item : represented(field, item)]
  })
  if (kind instanceof StructKind) return Object.fromEntries(inside)
  const byName = new Map(inside)
  const extra = inside.filter(([name]) => !kinds.has(name)).map(([, item]) => item)
  return [...[...kinds.keys()].map((name) => byName.get(name)), ...extra]
}

/**
 * Returns the validator of a type of a schema. `@ipld/schema` supports only `String`
 * as the type of map keys, so the other types of keys are replaced by `String`.
 */
function validator(namespace: string, name: string): (value: unknown) => boolean {
  const supported = JSON.stringify(schemaOf(namespace), (property, value: unknown) =>
    property === 'keyType' ? 'String' : value,
  )
  const { toTyped } = create(JSON.parse(supported) as Schema, name, { customTransforms })
  return (value) => toTyped(value) !== undefined
}

function validatorOf(type: CborType<unknown>): (value: unknown) => boolean {
  const found = namespaces.flatMap(([namespace, members]) =>
    [...exportsOf(members)]
      .filter(([, member]) => member === type)
      .map(([name]) => validator(namespace, name)),
  )
  return found[0]!
}

function errorOf(type: CborType<unknown>, value: unknown): CodecError | undefined {
  try {
    type.cbor.encode(value)
    return undefined
  } catch (error) {
    if (error instanceof CodecError) return error
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

function invalidLink(): unknown {
  const link = { bytes: new Uint8Array(1), asCID: {} }
  link.asCID = link
  return link
}

/** Returns a CID without `asCID`, which multiformats deprecates in favor of `/`. */
function linkWithoutAsCID(): unknown {
  const { bytes } = CID.parse(CID_STRING)
  return { '/': bytes, bytes }
}
