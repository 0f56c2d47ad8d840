import { Kind, kindOf } from '../codec/kind.js'
import type { Reader } from '../codec/reader.js'
import type { Type } from '../codec/type.js'
import type { Writer } from '../codec/writer.js'

class NullableKind<T> extends Kind<T | null> {
  readonly #kind: Kind<T>

  constructor(kind: Kind<T>) {
    super(`${kind.name}|null`)
    this.#kind = kind
  }

  write(value: unknown, writer: Writer): void {
    if (value === null) writer.null()
    else this.#kind.write(value, writer)
  }

  read(reader: Reader): T | null {
    return reader.null() ? null : this.#kind.read(reader)
  }
}

/** Defines a type that accepts null and the values of another type. */
export function nullable<T>(type: Type<T>): Type<T | null> {
  return new NullableKind(kindOf(type))
}
