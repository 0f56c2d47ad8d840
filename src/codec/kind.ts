import { CborReader } from './cbor/reader.js'
import { CborWriter } from './cbor/writer.js'
import { inputBytes, wrongType } from './data-model.js'
import { toCodecError, type Issue } from './error.js'
import { JsonReader } from './json/reader.js'
import { JsonWriter } from './json/writer.js'
import type { Reader } from './reader.js'
import type { CborType, Codec, JsonCodec, StandardProps, Type } from './type.js'
import { checkString } from './utf8.js'
import { Validator } from './validator.js'
import type { Writer } from './writer.js'

/** The base class of all types. Each subclass encodes and decodes its values with the same code for DAG-CBOR and DAG-JSON. */
export abstract class Kind<T> implements Type<T> {
  readonly name: string
  readonly cbor: Codec<0x71, T>
  /** Absent if the kind has no DAG-JSON. Such a kind is exposed as a {@link CborType}. */
  declare readonly json: JsonCodec<T>
  readonly '~standard': StandardProps<T>

  constructor(name: string, withJson = true) {
    this.name = name
    this.cbor = {
      name: 'dag-cbor',
      code: 0x71,
      encode: (value) => encode(this, cborPool, value, (writer) => writer.result()),
      decode: (input) => decode(this, () => new CborReader(inputBytes(input))),
    }
    if (withJson) {
      this.json = {
        name: 'dag-json',
        code: 0x0129,
        encode: (value) => encode(this, jsonPool, value, (writer) => writer.result()),
        decode: (input) => decode(this, () => new JsonReader(inputBytes(input))),
        stringify: (value) => encode(this, jsonPool, value, (writer) => writer.toString()),
        parse: (string) => decode(this, () => new JsonReader(utf8Of(string))),
      }
    }
    this['~standard'] = {
      version: 1,
      vendor: 'libforge',
      validate: (value) => {
        const issues = this.#issues(value)
        if (issues.length === 0) return { value: value as T }
        return { issues: issues.map(({ reason, path }) => ({ message: reason, path })) }
      },
    }
  }

  /** Encodes a value. Throws an `Issue` for a value that is not of this kind. */
  abstract write(value: unknown, writer: Writer): void

  /** Decodes a value. Throws an `Issue` for an item that is not of this kind. */
  abstract read(reader: Reader): T

  is(value: unknown): value is T {
    return this.#issues(value).length === 0
  }

  #issues(value: unknown): readonly Issue[] {
    const validator = new Validator()
    validator.validate(this, value)
    return validator.issues
  }
}

/** Returns the kind of a type. Throws a `TypeError` for a type of another library, or of another copy of this one. */
export function kindOf<T>(type: CborType<T>): Kind<T> {
  if (type instanceof Kind) return type
  throw new TypeError(`${type.name}: expected type of this copy of libforge: install only one copy`)
}

export function hasJson<T>(type: CborType<T>): type is Type<T> {
  return 'json' in type
}

/** A pool of at most one idle writer of a format. */
interface WriterPool<W extends Writer> {
  writer: W | undefined
  create(): W
}

const cborPool: WriterPool<CborWriter> = { writer: undefined, create: () => new CborWriter() }
const jsonPool: WriterPool<JsonWriter> = { writer: undefined, create: () => new JsonWriter() }

function encode<T, W extends Writer, R>(
  kind: Kind<T>,
  pool: WriterPool<W>,
  value: T,
  finish: (writer: W) => R,
): R {
  // A writer in use is not in the pool, since a getter of the value may encode another value.
  const writer = pool.writer ?? pool.create()
  pool.writer = undefined
  try {
    kind.write(value, writer)
    return finish(writer)
  } catch (error) {
    throw toCodecError(error, kind.name)
  } finally {
    writer.reset()
    pool.writer = writer
  }
}

function decode<T>(kind: Kind<T>, open: () => Reader): T {
  try {
    const reader = open()
    const value = kind.read(reader)
    reader.end()
    return value
  } catch (error) {
    throw toCodecError(error, kind.name)
  }
}

function utf8Of(string: unknown): Uint8Array {
  if (typeof string !== 'string') throw wrongType('string', string)
  checkString(string, Number.POSITIVE_INFINITY)
  return new TextEncoder().encode(string)
}
