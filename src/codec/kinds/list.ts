import { hasJson, Kind, kindOf } from '../kind.js'
import type { Reader } from '../reader.js'
import type { CborType, Type } from '../type.js'
import type { Writer } from '../writer.js'

export class ListKind<T> extends Kind<readonly T[]> {
  readonly item: Kind<T>

  constructor(item: Kind<T>) {
    super(`[${item.name}]`, hasJson(item))
    this.item = item
  }

  write(value: unknown, writer: Writer): void {
    writer.list(value, this.item)
  }

  read(reader: Reader): readonly T[] {
    return reader.list(this.item)
  }
}

/**
 * Defines a list: at most 8,192 items of one type. A list has DAG-JSON if its items do.
 *
 * @throws {TypeError} for a type of another library or of another copy of this library
 *
 * @example
 * ```ts
 * import { list, string } from '@fil-forge/libforge/codec'
 *
 * list(string).is(['a', 'b']) // true
 * ```
 */
export function list<T>(item: Type<T>): Type<readonly T[]>
export function list<T>(item: CborType<T>): CborType<readonly T[]>
export function list<T>(item: CborType<T>): CborType<readonly T[]> {
  return new ListKind(kindOf(item))
}
