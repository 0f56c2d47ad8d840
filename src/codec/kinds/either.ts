import { Issue, within } from '../error.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'
import { optional, StructKind, type Fields, type StructOf } from './struct.js'

type Alternatives = Readonly<Record<string, Type<unknown>>>

/** An object with exactly one of the alternatives `A`, and with the fields `F`. */
export type EitherOf<A extends Alternatives, F extends Fields> = {
  [K in keyof A]: StructOf<Pick<A, K>> & {
    [Other in Exclude<keyof A, K>]?: undefined
  } & StructOf<F>
}[keyof A]

export class EitherKind<T extends object> extends StructKind<T> {
  /** The names of the alternatives, which are the first fields. */
  readonly alternatives: readonly string[]

  constructor(name: string, alternatives: Alternatives, fields: Fields) {
    const optionals = Object.entries(alternatives).map(([key, type]) => [key, optional(type)])
    super(name, { ...Object.fromEntries(optionals), ...fields })
    this.alternatives = Object.keys(alternatives)
  }

  override write(value: unknown, writer: Writer): void {
    const values = writer.struct(value, this)
    this.#check((_, index) => values[index] !== undefined)
  }

  override read(reader: Reader): T {
    const start = reader.next
    const value = super.read(reader)
    this.#check((name) => name in value, start)
    return value
  }

  /** Throws unless exactly one of the alternatives is present. */
  #check(isPresent: (name: string, index: number) => boolean, start?: number): void {
    const [first, other] = this.alternatives.filter(isPresent)
    if (first === undefined) {
      const reason = `missing required field: ${this.alternatives.join(' or ')}`
      throw within(new Issue('missing-field', reason, start), this.alternatives[0]!)
    }
    if (other === undefined) return
    throw within(new Issue('unknown-field', `not allowed with ${first}`, start), other)
  }
}

/**
 * Defines a struct with exactly one of the alternatives, and with `fields`.
 *
 * @param name the name of the type, for error messages
 */
export function either<const A extends Alternatives, const F extends Fields>(
  name: string,
  alternatives: A,
  fields: F,
): Type<EitherOf<A, F>> {
  return new EitherKind(name, alternatives, fields)
}
