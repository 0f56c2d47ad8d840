import type { StandardSchemaV1 } from '@standard-schema/spec'
import { dagCbor } from './cbor/format.js'
import { checker } from './checker.js'
import { describe } from './data-model.js'
import { Refusal } from './error.js'
import { codecOf } from './format.js'
import { dagJson } from './json/format.js'
import type { KnownTexts } from './known-texts.js'
import type { Reader } from './reader.js'
import type { Codec, Type } from './type.js'
import type { Writer } from './writer.js'

/** A kind of type. It says once how a value is written, and once how it is read. */
export abstract class Kind<T> implements Type<T> {
  readonly name: string
  readonly cbor: Codec<0x71, T>
  readonly json: Codec<0x0129, T>
  readonly '~standard': StandardSchemaV1.Props<T>

  constructor(name: string) {
    this.name = name
    this.cbor = codecOf(this, dagCbor)
    this.json = codecOf(this, dagJson)
    this['~standard'] = {
      version: 1,
      vendor: 'libforge',
      validate: (value) => {
        const refusal = this.#refusal(value)
        if (refusal === undefined) return { value: value as T }
        return { issues: [{ message: refusal.reason, path: refusal.path }] }
      },
    }
  }

  /** Walks a value into a writer. Throws a `Refusal` where it is none of this kind. */
  abstract write(value: unknown, writer: Writer): void

  /** Reads a value. Throws a `Refusal` where none of this kind stands. */
  abstract read(reader: Reader): T

  is(value: unknown): value is T {
    return this.#refusal(value) === undefined
  }

  #refusal(value: unknown): Refusal | undefined {
    try {
      this.write(value, checker)
      return undefined
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
  }
}

/** A kind whose values may also stand as the keys of a map. */
export interface MapKey<K extends string> {
  readonly name: string
  /** What is expected, for an error: `a DID`. */
  readonly expected: string
  /** Keys that are known to be right, in the spelling in which they are written. */
  readonly known: KnownTexts
  /** The key as it is written; refuses one that is none. `offset` is where it was read. */
  spellKey(text: string, offset?: number): K
}

export function wrongType(expected: string, value: unknown): Refusal {
  return new Refusal('wrong-type', `expected ${expected}, found ${describe(value)}`)
}

/** The kind that a type is. Throws a `TypeError` for a type that another library made. */
export function kindOf<T>(type: Type<T>): Kind<T> {
  if (type instanceof Kind) return type
  throw new TypeError(`${type.name} is no type of this library`)
}

export function tooMany(limit: number, what: string, offset?: number): Refusal {
  return new Refusal('too-many', `more than ${limit} ${what}`, offset)
}

export function missingField(offset?: number): Refusal {
  return new Refusal('missing-field', 'is missing', offset)
}

export function duplicateKey(offset?: number): Refusal {
  return new Refusal('duplicate-key', 'stands there twice', offset)
}
