import type { Failure } from '@ucanto/interface'
import { Schema } from '@ucanto/validator'
import { CodecError } from '../codec/error.js'
import { kindOf } from '../codec/kind.js'
import { optional, StructKind } from '../codec/kinds/struct.js'
import type { CborType } from '../codec/type.js'
import { withBigInts } from './bigint.js'

/**
 * The ucanto schema of a type. It accepts every value that the type encodes, except
 * integers of more than 64 bits. It also accepts non-negative safe integers for
 * bigints. It returns a decoded copy, with CIDs of this library's version of multiformats.
 */
export class TypeSchema<T> extends Schema.API<T, unknown, CborType<T>> {
  override readWith(input: unknown, type: CborType<T>): Schema.ReadResult<T> {
    try {
      const value = withBigInts(kindOf(type), input)
      return { ok: type.cbor.decode(type.cbor.encode(value as T)) }
    } catch (error) {
      if (error instanceof CodecError) return schemaError(error.message)
      if (error instanceof RangeError) return schemaError(`${type.name}: ${error.message}`)
      throw error
    }
  }

  override toString(): string {
    return this.settings.name
  }
}

/** The ucanto schema of a struct. A delegation need not contain all fields, so `partial` makes them optional. */
export class StructSchema<T extends Record<string, unknown>>
  extends TypeSchema<T>
  implements Schema.MapRepresentation<T>
{
  readonly #struct: StructKind<T>

  constructor(struct: StructKind<T>) {
    super(struct)
    this.#struct = struct
  }

  partial(): StructSchema<Partial<T>> {
    const { name, fields } = this.#struct
    const optionals = fields.map((field) => [field.name, optional(field.kind)] as const)
    return new StructSchema(new StructKind(name, Object.fromEntries(optionals)))
  }
}

export function schemaError(message: string): { error: Failure } {
  const { error } = Schema.error(message)
  return { error }
}
