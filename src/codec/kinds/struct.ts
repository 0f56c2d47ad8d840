import type { Field, FieldOrder, FieldSet } from '../field.js'
import { Kind, kindOf } from '../kind.js'
import {
  bareObjectConstructor,
  plainObjectConstructor,
  type EmptyObjectConstructor,
} from '../empty-object.js'
import type { Reader } from '../reader.js'
import type { CborType, Type } from '../type.js'
import { compareUtf8 } from '../utf8.js'
import type { Writer } from '../writer.js'
import { string } from './string.js'

/** A field that may be absent. */
export class Optional<T, K extends CborType<T> = CborType<T>> {
  readonly type: K

  constructor(type: K) {
    this.type = type
  }
}

/**
 * Defines a field that may be absent: its value is then `undefined`. Decoding accepts
 * `null` for an absent field.
 *
 * @example
 * ```ts
 * import { optional, string, struct } from '@fil-forge/libforge/codec'
 *
 * struct('Greeting', { text: optional(string) }).is({}) // true
 * ```
 */
export function optional<T>(type: Type<T>): Optional<T, Type<T>>
export function optional<T>(type: CborType<T>): Optional<T>
export function optional<T>(type: CborType<T>): Optional<T> {
  return new Optional(type)
}

/** The fields of a struct, in the order of their declaration. */
export type Fields = Readonly<Record<string, Type<unknown> | Optional<unknown, Type<unknown>>>>

/** The fields of a struct without DAG-JSON, in the order of their declaration. */
export type CborFields = Readonly<Record<string, CborType<unknown> | Optional<unknown>>>

/** The object that fields describe. */
export type StructOf<F extends CborFields> = Expanded<
  {
    [K in keyof F as F[K] extends CborType<unknown> ? K : never]: F[K] extends CborType<infer T>
      ? T
      : never
  } & {
    [K in keyof F as F[K] extends Optional<unknown> ? K : never]?:
      | (F[K] extends Optional<infer T> ? T : never)
      | undefined
  }
>

/** The object type `O` with mutable fields. Compiler errors show it as one object type, not as an intersection. */
type Expanded<O> = O extends infer T ? { -readonly [K in keyof T]: T[K] } : never

export function declare(fields: CborFields): Array<Field<Kind<unknown>>> {
  return Object.entries(fields).map(([name, type], index) => ({
    name,
    kind: kindOf(type instanceof Optional ? type.type : type),
    optional: type instanceof Optional,
    index,
    cbor: string.cbor.encode(name),
    json: string.json.encode(name),
  }))
}

export class StructKind<T extends object> extends Kind<T> implements FieldSet<Kind<unknown>> {
  readonly ordered: Readonly<Record<FieldOrder, ReadonlyArray<Field<Kind<unknown>>>>>
  readonly closed: boolean
  readonly absent: readonly undefined[]
  readonly Decoded: EmptyObjectConstructor

  constructor(name: string, fields: CborFields, closed = false, withJson = true) {
    super(name, withJson)
    const declared = declare(fields)
    const json = [...declared].sort((a, b) => compareUtf8(a.name, b.name))
    const cbor = [...json].sort((a, b) => a.cbor.length - b.cbor.length)
    this.ordered = { declared, json, cbor }
    this.closed = closed
    this.Decoded = closed ? bareObjectConstructor() : plainObjectConstructor()
    this.absent = declared.map(() => undefined)
  }

  get fields(): ReadonlyArray<Field<Kind<unknown>>> {
    return this.ordered.declared
  }

  write(value: unknown, writer: Writer): void {
    writer.struct(value, this)
  }

  read(reader: Reader): T {
    return reader.struct(this) as T
  }
}

/**
 * Defines a struct: a map with these fields. Decoding skips unknown fields and accepts
 * fields in any order; encoding rejects unknown fields.
 *
 * @param name the name of the type, for error messages
 * @throws {TypeError} for a type of another library or of another copy of this library
 *
 * @example
 * ```ts
 * import { did, optional, string, struct, type StructOf } from '@fil-forge/libforge/codec'
 *
 * const fields = { from: did, text: optional(string) }
 * interface Greeting extends StructOf<typeof fields> {}
 * const Greeting = struct('Greeting', fields)
 *
 * const greeting: Greeting = { from: 'did:web:alice.example', text: 'hello' }
 * Greeting.cbor.encode(greeting).length // 39
 * ```
 */
export function struct<const F extends Fields>(name: string, fields: F): Type<StructOf<F>> {
  return new StructKind(name, fields)
}

/**
 * Defines a struct without DAG-JSON. Its fields may be of types without DAG-JSON, such
 * as `bigint`.
 *
 * @param name the name of the type, for error messages
 * @throws {TypeError} for a type of another library or of another copy of this library
 *
 * @example
 * ```ts
 * import { bigint, cborStruct } from '@fil-forge/libforge/codec'
 *
 * const Piece = cborStruct('Piece', { id: bigint })
 * Piece.cbor.decode(Piece.cbor.encode({ id: 2n ** 64n })).id // 18446744073709551616n
 * ```
 */
export function cborStruct<const F extends CborFields>(
  name: string,
  fields: F,
): CborType<StructOf<F>> {
  return new StructKind(name, fields, false, false)
}

/**
 * Defines a struct whose decoding rejects unknown fields, fields out of canonical order,
 * and `null` for an absent field. Decoded objects inherit no properties.
 */
export function closedStruct<const F extends Fields>(name: string, fields: F): Type<StructOf<F>> {
  return new StructKind(name, fields, true)
}
