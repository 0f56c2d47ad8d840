import { isMap } from './data-model.js'
import { Refusal, within } from './error.js'
import { duplicateKey, Kind, kindOf, missingField, tooMany, wrongType } from './kind.js'
import { limits } from './limits.js'
import type { Reader } from './reader.js'
import { text } from './text.js'
import type { Type } from './type.js'
import { compareUtf8 } from './utf8.js'
import type { FieldOrder, Writer } from './writer.js'

/** A field that may be absent. */
export class Optional<T> {
  readonly type: Type<T>

  constructor(type: Type<T>) {
    this.type = type
  }
}

/** A field of this type that may be absent. */
export function optional<T>(type: Type<T>): Optional<T> {
  return new Optional(type)
}

/** The fields of a struct, in the order of their declaration. */
export type Fields = Readonly<Record<string, Type<unknown> | Optional<unknown>>>

/** The object that a struct of such fields describes. */
export type StructOf<F extends Fields> = {
  [K in keyof F as F[K] extends Type<unknown> ? K : never]: F[K] extends Type<infer T> ? T : never
} & {
  [K in keyof F as F[K] extends Optional<unknown> ? K : never]?:
    | (F[K] extends Optional<infer T> ? T : never)
    | undefined
}

/** A field, as the writers and readers see it. */
export interface Field {
  readonly name: string
  /** The name as a text in CBOR, and in JSON. */
  readonly cbor: Uint8Array
  readonly json: Uint8Array
  readonly kind: Kind<unknown>
  readonly optional: boolean
  /** Its place in the declaration. */
  readonly index: number
}

export class Struct<T extends object> extends Kind<T> {
  /** In the order of their declaration, which is that of a decoded value. */
  readonly fields: readonly Field[]
  /** A value for each field, as long as none has come. */
  readonly #absent: readonly unknown[]
  readonly #shortestFirst: readonly Field[]
  readonly #bytewise: readonly Field[]

  constructor(name: string, fields: Fields) {
    super(name)
    this.fields = Object.entries(fields).map(([key, type], index) => ({
      name: key,
      cbor: text.cbor.encode(key),
      json: text.json.encode(key),
      kind: kindOf(type instanceof Optional ? type.type : type),
      optional: type instanceof Optional,
      index,
    }))
    this.#absent = this.fields.map(() => undefined)
    this.#bytewise = [...this.fields].sort((a, b) => compareUtf8(a.name, b.name))
    this.#shortestFirst = [...this.#bytewise].sort((a, b) => a.cbor.length - b.cbor.length)
  }

  write(value: unknown, writer: Writer): void {
    if (!isMap(value)) throw wrongType('a map', value)
    const values = this.#absent.slice()
    const count = this.#collect(value, values)
    let key: string | undefined
    writer.openMap(count)
    try {
      for (const field of this.#inOrder(writer.fieldOrder)) {
        const fieldValue = values[field.index]
        key = field.name
        if (fieldValue === undefined) continue
        writer.field(field)
        field.kind.write(fieldValue, writer)
      }
    } catch (error) {
      throw within(error, key)
    }
    writer.closeMap()
  }

  #inOrder(order: FieldOrder): readonly Field[] {
    return order === 'bytewise' ? this.#bytewise : this.#shortestFirst
  }

  /** Puts the fields' values in their places; returns how many there are. */
  #collect(value: Record<string, unknown>, values: unknown[]): number {
    const { fields } = this
    const keys = Object.keys(value)
    let count = 0
    let next = 0
    for (const key of keys) {
      // Most objects have their fields in the order of the declaration.
      while (next < fields.length && fields[next]!.name !== key) next++
      if (next === fields.length) next = fields.findIndex((field) => field.name === key)
      if (next < 0) throw within(new Refusal('unknown-field', 'the struct has no such field'), key)
      const fieldValue = value[key]
      if (fieldValue !== undefined) {
        values[next] = fieldValue
        count++
      }
      next++
    }
    if (count < fields.length) {
      for (const { index, name, optional: mayBeAbsent } of fields) {
        if (values[index] === undefined && !mayBeAbsent) throw within(missingField(), name)
      }
    }
    return count
  }

  read(reader: Reader): T {
    let state = reader.openMap()
    const { at } = reader
    if (state > limits.fields) throw tooMany(limits.fields, 'fields', at)
    const ordered = this.#inOrder(reader.fieldOrder)
    const values = this.#absent.slice()
    let next = 0
    let count = 0
    let field: Field | undefined
    let unknown = false
    try {
      while ((state = reader.nextEntry(state)) >= 0) {
        if (count++ === limits.fields) throw tooMany(limits.fields, 'fields', at)
        const found = reader.field(ordered, next)
        if (found < 0) {
          unknown = true
          reader.skip()
          unknown = false
          continue
        }
        field = ordered[found]!
        next = found + 1
        if (values[field.index] !== undefined) throw duplicateKey(reader.at)
        // A null stays in its place, so that a field which comes again is a double.
        values[field.index] = reader.null() ? null : field.kind.read(reader)
        field = undefined
      }
    } catch (error) {
      throw within(error, unknown ? reader.unknownName() : field?.name)
    }
    return this.#assemble(values, at)
  }

  #assemble(values: readonly unknown[], at: number): T {
    const decoded: Record<string, unknown> = {}
    for (const { index, name, optional: mayBeAbsent } of this.fields) {
      const value = values[index]
      if (value !== undefined && value !== null) decoded[name] = value
      else if (!mayBeAbsent) throw within(missingField(at), name)
    }
    return decoded as T
  }
}

/**
 * A struct: a map of these fields, of which a reader steps over others.
 *
 * @param name the type's name, as it is exported
 */
export function struct<const F extends Fields>(name: string, fields: F): Type<StructOf<F>> {
  return new Struct(name, fields)
}
