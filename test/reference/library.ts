/** The parts of the library that these tests use. If its API changes, only this file has to change. */
import { BytesKind } from '../../src/codec/kinds/bytes.js'
import { DIDKind } from '../../src/codec/kinds/did.js'
import { kindOf } from '../../src/codec/kind.js'
import { LinkKind } from '../../src/codec/kinds/link.js'
import { ListKind } from '../../src/codec/kinds/list.js'
import { MapKind } from '../../src/codec/kinds/map.js'
import { StructKind } from '../../src/codec/kinds/struct.js'
import { CodecError, Failure, Unit, type Command, type Type } from '../../src/index.js'
import { arbitrary } from '../../src/testing/index.js'
import * as fixtures from '../fixtures.js'
import type { Format } from './protocol.js'

export { arbitrary, CodecError }
export type { Command, Type }
export type { CodecErrorCode, DID } from '../../src/index.js'
export * as ucan from '../../src/ucan/index.js'
export type { ContainerForm, Signer, Token } from '../../src/ucan/index.js'
export { customer, provider, s3, Unit } from '../../src/index.js'
export { did as didValues } from '../../src/testing/did.js'
export { link as linkValues } from '../../src/testing/link.js'

/** Every wire type of the library, by its name in the reference: `s3/bucket.Owner`. */
export const types: ReadonlyMap<string, Type<unknown>> = new Map(
  [...fixtures.types.values(), Unit, Failure].map((type) => [referenceName(type), type]),
)

/** Every command of the library, by its name: `/customer/add`. */
export const commands: ReadonlyMap<string, Command> = new Map(
  [...fixtures.commands.values()].map((command) => [nameOf(command), command]),
)

/** Returns the command's name: `/customer/add`. */
export function nameOf(command: Command): string {
  return command.name
}

/** Returns a command of this name with no arguments and no result. */
export function emptyCommand(name: Command['name']): Command {
  return { name, arguments: Unit, ok: Unit }
}

/** Returns the name of a type in the reference: its Go package, and its name in the package. */
export function referenceName({ name }: Type<unknown>): string {
  const parts = name.split('.')
  const last = parts.pop()!
  return parts.length === 0 ? last : `${parts.join('/')}.${last}`
}

export function encode(type: Type<unknown>, format: Format, value: unknown): Uint8Array {
  return type[format].encode(value)
}

/** Decodes an input, and returns the value or the error. */
export function decode(
  type: Type<unknown>,
  format: Format,
  input: Uint8Array,
): { readonly value: unknown } | { readonly error: CodecError } {
  try {
    return { value: type[format].decode(input) }
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

/** Returns the fields of a struct in the order of their declaration. Returns one field without a name for any other type. */
export function fieldsOf(type: Type<unknown>): Field[] {
  const kind = kindOf(type)
  if (!(kind instanceof StructKind))
    return [{ name: '', kind: describeInline(kind), optional: false }]
  return kind.fields.map((field) => ({
    name: field.name,
    kind: describe(field.kind),
    optional: field.optional,
  }))
}

/** Describes a kind as the reference does: by its name if the reference has one. */
function describe(kind: Type<unknown>): string {
  const name = referenceName(kind)
  return types.has(name) ? name : describeInline(kind)
}

function describeInline(kind: unknown): string {
  if (kind instanceof MapKind) {
    return `map<${describeInline(kind.key)}, ${describe(kind.value)}>`
  }
  if (kind instanceof ListKind) return `list<${describe(kind.item)}>`
  if (kind instanceof DIDKind) return 'did'
  if (kind instanceof LinkKind) return 'link'
  if (kind instanceof BytesKind) return 'bytes'
  // The reference has no enums, and uses strings instead.
  return 'string'
}
