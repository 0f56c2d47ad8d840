import { type Refusal, within } from '../codec/error.js'
import { duplicateKey, missingField } from '../codec/kind.js'
import { limits } from '../codec/limits.js'
import { compareUtf8 } from '../codec/utf8.js'
import type { TokenReader } from './token-reader.js'
import type { TokenWriter } from './token-writer.js'
import type { Value, ValueOf } from './value.js'

type Values = Readonly<Record<string, Value<unknown>>>

/** The object that such required and optional fields describe. */
export type ClosedStructOf<R extends Values, O extends Values> = {
  readonly [K in keyof R]: ValueOf<R[K]>
} & {
  readonly [K in keyof O]?: ValueOf<O[K]> | undefined
}

interface ClosedField {
  readonly name: string
  readonly value: Value<unknown>
  readonly optional: boolean
}

/**
 * A struct of just these fields, each once, in DAG-CBOR's order: shortest name
 * first, then by bytes. The wire types are lenient in what they read, so that a
 * service may learn a field before its peers do. What is signed is not: whoever
 * stepped over a field, such as one that limits a token, would act on something
 * else than was signed.
 */
class ClosedStruct<T> implements Value<T> {
  readonly #fields: readonly ClosedField[]

  constructor(required: Values, optional: Values) {
    const fields = [
      ...Object.entries(required).map(([name, value]) => ({ name, value, optional: false })),
      ...Object.entries(optional).map(([name, value]) => ({ name, value, optional: true })),
    ]
    // Names of fields are ASCII, in which a text is as long as its bytes.
    this.#fields = fields.sort(
      (a, b) => a.name.length - b.name.length || compareUtf8(a.name, b.name),
    )
  }

  write(value: unknown, writer: TokenWriter): void {
    const values = value as Readonly<Record<string, unknown>>
    const fields = this.#fields.filter(
      ({ name, optional }) => !optional || values[name] !== undefined,
    )
    writer.openMap(fields.length)
    for (const field of fields) {
      inField(field.name, () => {
        if (values[field.name] === undefined) throw missingField()
        writer.key(field.name, limits.text)
        field.value.write(values[field.name], writer)
      })
    }
  }

  read(reader: TokenReader): T {
    let left = reader.openMap()
    const { at } = reader
    const values: Record<string, unknown> = {}
    let next = 0
    while ((left = reader.nextEntry(left)) >= 0) {
      const name = reader.key(limits.text, 'text')
      const found = this.#fields.findIndex((field) => field.name === name)
      if (found < next) throw within(misplaced(reader, found, name in values), name)
      next = found + 1
      values[name] = inField(name, () => this.#fields[found]!.value.read(reader))
    }
    for (const { name, optional } of this.#fields) {
      if (!optional && values[name] === undefined) throw within(missingField(at), name)
    }
    return values as T
  }
}

/** Does a step of a field, whose name an error's path is to have. */
export function inField<T>(name: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    throw within(error, name)
  }
}

/** For a field whose name was read where it can't stand. */
function misplaced(reader: TokenReader, found: number, twice: boolean): Refusal {
  if (found < 0) return reader.refuse('unknown-field', 'no such field belongs here')
  if (twice) return duplicateKey(reader.at)
  return reader.refuse('not-canonical', 'stands after a field that belongs behind it')
}

/** A struct of just these fields. */
export function closedStruct<const R extends Values, const O extends Values = {}>(
  required: R,
  optional?: O,
): Value<ClosedStructOf<R, O>> {
  return new ClosedStruct(required, optional ?? {})
}
