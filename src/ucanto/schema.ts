import type { Failure } from '@ucanto/interface'
import { Schema } from '@ucanto/validator'
import { CodecError } from '../codec/error.js'
import { optional, Struct } from '../codec/struct.js'
import type { Type } from '../codec/type.js'

/**
 * A type as a schema of ucanto's. It takes what the type encodes, and reads it
 * as the type decodes it: fresh, and with CIDs of this library's multiformats,
 * whichever copy of it ucanto came with.
 */
export class TypeSchema<T> extends Schema.API<T, unknown, Type<T>> {
  override readWith(input: unknown, type: Type<T>): Schema.ReadResult<T> {
    try {
      return { ok: type.cbor.decode(type.cbor.encode(input as T)) }
    } catch (error) {
      if (error instanceof CodecError) return refusal(error.message)
      throw error
    }
  }

  override toString(): string {
    return this.settings.name
  }
}

/** A struct as a schema of ucanto's. A delegation may fix any of its fields. */
export class StructSchema<T extends Record<string, unknown>>
  extends TypeSchema<T>
  implements Schema.MapRepresentation<T>
{
  readonly #struct: Struct<T>

  constructor(struct: Struct<T>) {
    super(struct)
    this.#struct = struct
  }

  partial(): StructSchema<Partial<T>> {
    const { name, fields } = this.#struct
    const optionals = fields.map((field) => [field.name, optional(field.kind)] as const)
    return new StructSchema(new Struct(name, Object.fromEntries(optionals)))
  }
}

/** What ucanto takes for a refusal. */
export function refusal(message: string): { error: Failure } {
  const { error } = Schema.error(message)
  return { error }
}
