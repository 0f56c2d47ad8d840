import type { Field } from '../field.js'
import { Kind } from '../kind.js'
import type { Reader } from '../reader.js'
import type { CborType, Type } from '../type.js'
import type { Writer } from '../writer.js'
import { type CborFields, declare, type StructOf } from './struct.js'

export class TupleKind<T extends object> extends Kind<T> {
  readonly fields: ReadonlyArray<Field<Kind<unknown>>>

  constructor(name: string, fields: CborFields, withJson = true) {
    super(name, withJson)
    this.fields = declare(fields)
  }

  write(value: unknown, writer: Writer): void {
    writer.tuple(value, this.fields)
  }

  read(reader: Reader): T {
    return reader.tuple(this.fields) as T
  }
}

/**
 * Defines a tuple: an object in JavaScript, encoded as the list of its fields, in the
 * order of their declaration.
 *
 * @param name the name of the type, for error messages
 * @throws {TypeError} for a type of another library or of another copy of this library
 *
 * @example
 * ```ts
 * import { string, tuple } from '@fil-forge/libforge/codec'
 *
 * const Name = tuple('Name', { first: string, last: string })
 * Name.json.stringify({ first: 'Ada', last: 'Example' }) // '["Ada","Example"]'
 * ```
 */
export function tuple<const F extends Readonly<Record<string, Type<unknown>>>>(
  name: string,
  fields: F,
): Type<StructOf<F>> {
  return new TupleKind(name, fields)
}

/**
 * Defines a tuple without DAG-JSON. Its fields may be of types without DAG-JSON, such as
 * `bigint`.
 *
 * @param name the name of the type, for error messages
 * @throws {TypeError} for a type of another library or of another copy of this library
 *
 * @example
 * ```ts
 * import { bigint, cborTuple } from '@fil-forge/libforge/codec'
 *
 * const Fraction = cborTuple('Fraction', { numerator: bigint, denominator: bigint })
 * Fraction.cbor.encode({ numerator: 1n, denominator: 2n }).length // 7
 * ```
 */
export function cborTuple<const F extends Readonly<Record<string, CborType<unknown>>>>(
  name: string,
  fields: F,
): CborType<StructOf<F>> {
  return new TupleKind(name, fields, false)
}
