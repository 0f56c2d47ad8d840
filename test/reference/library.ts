/** Parts of the library, and helpers, for the tests of this folder. */
import { BigIntKind } from '../../src/codec/kinds/bigint.js'
import { BytesKind } from '../../src/codec/kinds/bytes.js'
import { CommandNameKind } from '../../src/codec/kinds/command-name.js'
import { DIDKind } from '../../src/codec/kinds/did.js'
import { kindOf } from '../../src/codec/kind.js'
import { IntegerKind } from '../../src/codec/kinds/integer.js'
import { LinkKind } from '../../src/codec/kinds/link.js'
import { ListKind } from '../../src/codec/kinds/list.js'
import { MapKind } from '../../src/codec/kinds/map.js'
import { StructKind } from '../../src/codec/kinds/struct.js'
import { TupleKind } from '../../src/codec/kinds/tuple.js'
import { URLKind } from '../../src/codec/kinds/url.js'
import { CodecError, Unit, type CborType, type Command, type Type } from '../../src/index.js'
import { arbitrary as arbitraryOf } from '../../src/testing/index.js'
import type { Arbitrary } from 'fast-check'
import * as fixtures from '../fixtures.js'
import type { Format } from './protocol.js'

export { CodecError }
export type { CborType as Type, Command }
export type { CodecErrorCode, DID } from '../../src/index.js'
export { command, string, struct } from '../../src/codec/index.js'
export * as http from '../../src/http/index.js'
export * as ucan from '../../src/ucan/index.js'
export type { ContainerForm, Signer, Token } from '../../src/ucan/index.js'
export { blob, customer, provider, s3, Unit, upload } from '../../src/index.js'
export { did as didValues } from '../../src/testing/did.js'
export { link as linkValues } from '../../src/testing/link.js'

/** Types that the pinned version of the reference lacks, or has under another name. The value is what the reference calls the kind of such a field. */
const REFERENCE_KINDS: Readonly<Record<string, string>> = {
  AwaitOK: 'promise',
  'blob.BlobSpec': 'blob.Blob',
  'pdp.ProofData': 'merkletree.ProofData',
}

/** The wire types of the library except those in {@link REFERENCE_KINDS}, by their {@link referenceName}. */
export const types: ReadonlyMap<string, CborType<unknown>> = new Map(
  [...fixtures.types.values()]
    .map((type) => [referenceName(type), type] as const)
    .filter(([name]) => !(name in REFERENCE_KINDS)),
)

/** Fields that the pinned version of the reference lacks, by the name of their type. A later version has them. */
const UNPINNED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  's3/request.AuthorizeOK': ['tenant'],
}

/** Returns an arbitrary of a type, without the values and fields that the pinned version of the reference does not support. */
export function arbitrary<T>(type: CborType<T>): Arbitrary<T> {
  const later = UNPINNED_FIELDS[referenceName(type)]
  if (later === undefined) {
    return arbitraryOf(type).filter((value) => !hasDigestCode(value))
  }
  return arbitraryOf(type).map((value) => {
    const entries = Object.entries(value as object).filter(([name]) => !later.includes(name))
    return Object.fromEntries(entries) as T
  })
}

/** Returns whether a field of a value is a `blob.BlobSpec` without a digest. The pinned version requires the digest. */
function hasDigestCode(value: unknown): boolean {
  return Object.values(value ?? {}).some(
    (field) => typeof field === 'object' && field !== null && 'digestCode' in field,
  )
}

export const commands: ReadonlyMap<string, Command> = new Map(
  [...fixtures.commands.values()].map((command) => [nameOf(command), command]),
)

export function nameOf(command: Command): string {
  return command.name
}

/** Returns a command of this name with no arguments and no result. */
export function emptyCommand(name: Command['name']): Command {
  return { name, arguments: Unit, ok: Unit }
}

/** Returns the name of a type in the form of the reference: `s3/bucket.Owner` for `s3.bucket.Owner`. */
export function referenceName({ name }: CborType<unknown>): string {
  const parts = name.split('.')
  const last = parts.pop()!
  return parts.length === 0 ? last : `${parts.join('/')}.${last}`
}

export function encode(type: CborType<unknown>, format: Format, value: unknown): Uint8Array {
  return (type as Type<unknown>)[format].encode(value)
}

export function decode(
  type: CborType<unknown>,
  format: Format,
  input: Uint8Array,
): { readonly value: unknown } | { readonly error: CodecError } {
  try {
    return { value: (type as Type<unknown>)[format].decode(input) }
  } catch (error) {
    if (error instanceof CodecError) return { error }
    throw error
  }
}

/** A field, as the reference describes it. */
export interface Field {
  readonly name: string
  readonly kind: string
  readonly optional: boolean
}

/**
 * Returns the fields of a struct or tuple in the order of their declaration, without
 * those that the pinned version of the reference lacks. For any other type, returns one
 * field without a name.
 */
export function fieldsOf(type: CborType<unknown>): Field[] {
  const kind = kindOf(type)
  if (!(kind instanceof StructKind || kind instanceof TupleKind))
    return [{ name: '', kind: describeInline(kind), optional: false }]
  const later = UNPINNED_FIELDS[referenceName(type)] ?? []
  const fields = kind.fields.filter(({ name }) => !later.includes(name))
  return fields.map((field) => ({
    name: field.name,
    kind: describe(field.kind),
    optional: field.optional,
  }))
}

/** Describes a kind as the reference does. A type that has a name in the reference is described by the name. */
function describe(kind: CborType<unknown>): string {
  const name = referenceName(kind)
  return REFERENCE_KINDS[name] ?? (types.has(name) ? name : describeInline(kind))
}

function describeInline(kind: unknown): string {
  if (kind instanceof MapKind) {
    return `map<${describeInline(kind.key)}, ${describe(kind.value)}>`
  }
  if (kind instanceof ListKind) return `list<${describe(kind.item)}>`
  if (kind instanceof DIDKind) return 'did'
  if (kind instanceof LinkKind) return 'link'
  if (kind instanceof BytesKind) return 'bytes'
  if (kind instanceof CommandNameKind) return 'command'
  if (kind instanceof URLKind) return 'url'
  if (kind instanceof BigIntKind) return 'big.Int'
  if (kind instanceof IntegerKind) return kind.name.replace('u', 'uint').replace('i6', 'int6')
  // The reference has no enums: their members are strings there.
  return 'string'
}
