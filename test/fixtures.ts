import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import * as libforge from '../src/index.js'
import type { Command, Type } from '../src/index.js'

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
  [...membersOf(libforge)].filter(isType).map((type) => [type.name, type]),
)

/** Every command, by its name. */
export const commands: ReadonlyMap<string, Command> = new Map(
  [...membersOf(libforge)].filter(isCommand).map((command) => [command.command, command]),
)

/** The type of a fixture, whose names are those of the Go packages. */
export function typeOf(row: { readonly type: string }): Type<unknown> {
  return named(types, row.type.replaceAll('/', '.'))
}

export function commandOf(row: { readonly command: string }): Command {
  return named(commands, row.command)
}

function named<T>(all: ReadonlyMap<string, T>, name: string): T {
  const found = all.get(name)
  if (found === undefined) throw new Error(`nothing is called ${name}`)
  return found
}

function* membersOf(namespace: object): Iterable<object> {
  for (const member of Object.values(namespace)) {
    if (typeof member !== 'object') continue
    if (Symbol.toStringTag in member) yield* membersOf(member)
    else yield member
  }
}

function isType(member: object): member is Type<unknown> {
  return 'cbor' in member
}

function isCommand(member: object): member is Command {
  return 'command' in member
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

/** Tells which byte differs first, which a diff of long hex doesn't; undefined where none does. */
export function difference(actual: Uint8Array, expected: Uint8Array): string | undefined {
  const at = expected.findIndex((byte, i) => byte !== actual[i])
  if (at < 0 && actual.length === expected.length) return undefined
  const first = at < 0 ? expected.length : at
  const around = (bytes: Uint8Array) => toHex(bytes.subarray(Math.max(0, first - 8), first + 8))
  return `byte ${first} of ${expected.length} differs: expected …${around(expected)}…, got …${around(actual)}… of ${actual.length}`
}

/** Fails with the first byte that differs. */
export function expectBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  const complaint = difference(actual, expected)
  if (complaint !== undefined) expect.fail(`${what}: ${complaint}`)
}
