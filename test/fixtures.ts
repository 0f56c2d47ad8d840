import { readFileSync } from 'node:fs'
import * as libforge from '../src/index.js'
import type { Type } from '../src/index.js'

/** What the reference writes for one value. */
export interface ValidRow {
  readonly type: string
  readonly name: string
  readonly cbor: string
  readonly dagJson: string
  readonly cid: string
}

/** What the reference makes of an input. */
export interface InputRow {
  readonly type: string
  readonly format: 'cbor' | 'json'
  readonly name: string
  readonly input: string
  readonly accepted: boolean
  readonly cbor?: string
  readonly error?: string
}

/** The rows of a file of `fixtures/`. */
export function rowsOf<Row>(file: string): Row[] {
  const lines = readFileSync(new URL(`../fixtures/${file}.jsonl`, import.meta.url), 'utf8')
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}

/** Every wire type, by its name. */
export const types: ReadonlyMap<string, Type<unknown>> = new Map(
  [...typesIn(libforge)].map((type) => [type.name, type]),
)

/** The type of a fixture, whose names are those of the Go packages. */
export function typeOf(row: { readonly type: string }): Type<unknown> {
  const type = types.get(row.type.replaceAll('/', '.'))
  if (type === undefined) throw new Error(`no type is called ${row.type}`)
  return type
}

function* typesIn(namespace: object): Iterable<Type<unknown>> {
  for (const member of Object.values(namespace)) {
    if (typeof member !== 'object') continue
    if ('cbor' in member) yield member as Type<unknown>
    else if (Symbol.toStringTag in member) yield* typesIn(member)
  }
}

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
