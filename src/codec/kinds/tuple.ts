import type { Field } from '../field.js'
import { Kind } from '../kind.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'
import { declare, type StructOf } from './struct.js'

export class TupleKind<T extends object> extends Kind<T> {
  readonly fields: ReadonlyArray<Field<Kind<unknown>>>

  constructor(name: string, fields: Readonly<Record<string, Type<unknown>>>) {
    super(name)
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
 * A tuple: an object in JavaScript, encoded as the list of its fields, in the
 * order of their declaration.
 *
 * @param name the name of the type, for error messages
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
