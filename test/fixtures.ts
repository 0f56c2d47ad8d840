import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import * as libforge from '../src/index.js'
import type { CborType, Codec, Command, Type } from '../src/index.js'
import { difference } from './bytes.js'
import { Conformance, hasJson } from './conformance.js'

export { difference, fromHex, toHex, utf8 } from './bytes.js'
export { hasJson, type EncodedRow, type InputRow, type ValidRow } from './conformance.js'

/** Returns the rows of `fixtures/<file>.jsonl`. */
export function rowsOf<Row>(file: string): Row[] {
  const lines = readFileSync(new URL(`../fixtures/${file}.jsonl`, import.meta.url), 'utf8')
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}

const conformance = new Conformance(libforge)

export const { types, commands } = conformance

export function typeOf(row: { readonly type: string }): CborType<unknown> {
  return conformance.typeOf(row)
}

export function commandOf(row: { readonly command: string }): Command {
  return conformance.commandOf(row)
}

export function formatsOf(type: CborType<unknown>): ReadonlyArray<'cbor' | 'json'> {
  return hasJson(type) ? ['cbor', 'json'] : ['cbor']
}

/** Returns the codec of a type for one of its formats. */
export function codecOf(type: CborType<unknown>, format: 'cbor' | 'json'): Codec<number, unknown> {
  return (type as Type<unknown>)[format]
}

/** Fails unless the bytes are equal, and reports the first byte that differs. */
export function expectBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  const problem = difference(actual, expected)
  if (problem !== undefined) expect.fail(`${what}: ${problem}`)
}
