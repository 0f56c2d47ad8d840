import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import type { CborType, CodecError, Command, Type } from '../src/index.js'
import { difference, fromHex, utf8 } from './bytes.js'
import { equalWithEquivalentURLs } from './urls.js'

/** The root of the library, from the source or from the built package. */
export type Libforge = typeof import('../src/index.js')

/** The encodings of a value by the reference, which has no DAG-JSON for some types. */
export interface EncodedRow {
  readonly type: string
  readonly name: string
  readonly cbor: string
  readonly dagJson?: string
  readonly cid: string
}

/** A row of `valid.jsonl`, whose types all have DAG-JSON. */
export interface ValidRow extends EncodedRow {
  readonly dagJson: string
}

/** The result of decoding an input with the reference. */
export interface InputRow {
  readonly type: string
  readonly format: 'cbor' | 'json'
  readonly name: string
  readonly input: string
  readonly accepted: boolean
  /** The decoded value, encoded again. Absent if the reference rejects the input, or can't encode the value. */
  readonly cbor?: string
  /** Why the reference rejects the input, or can't encode the decoded value. */
  readonly error?: string
}

/** The codes with which the library may reject rows that the reference accepts. */
const STRICTER = new Set([
  'missing-field',
  'duplicate-key',
  'invalid-utf8',
  'invalid-did',
  'invalid-link',
  'invalid-url',
  'not-in-enum',
  'too-long',
  'too-many',
  'too-deep',
  'trailing-data',
  'syntax',
])

/** A comparison of the library with the fixtures. Works in any runtime. */
export class Conformance {
  /** Every wire type by its name. */
  readonly types: ReadonlyMap<string, CborType<unknown>>
  /** Every command by its name. */
  readonly commands: ReadonlyMap<string, Command>
  readonly #libforge: Libforge

  constructor(libforge: Libforge) {
    const members = [...membersOf(libforge)]
    this.#libforge = libforge
    this.types = new Map(members.filter(isType).map((type) => [type.name, type]))
    this.commands = new Map(members.filter(isCommand).map((command) => [command.name, command]))
  }

  /** Returns the type of a row. Rows have the Go names of types, such as `s3/bucket.Owner`. */
  typeOf(row: { readonly type: string }): CborType<unknown> {
    return named(this.types, row.type.replaceAll('/', '.'))
  }

  commandOf(row: { readonly command: string }): Command {
    return named(this.commands, row.command)
  }

  /** Describes how the library differs from a row of `valid.jsonl`, `all-valid.jsonl` or `random.jsonl`. Returns `undefined` if the library agrees. Throws if a codec rejects the row. */
  async problemWithValid(row: EncodedRow): Promise<string | undefined> {
    const type = this.typeOf(row)
    const cbor = fromHex(row.cbor)
    const fromCbor = type.cbor.decode(cbor)
    const problem = firstOf({
      'CBOR from CBOR': difference(type.cbor.encode(fromCbor), cbor),
      ...this.#problemsOfJson(type, row, fromCbor),
    })
    if (problem !== undefined) return problem
    if (!type.is(fromCbor)) return '`is` rejects the decoded value'
    const digest = await sha256.digest(type.cbor.encode(fromCbor))
    const cid = CID.createV1(type.cbor.code, digest).toString()
    return cid === row.cid ? undefined : `expected CID ${row.cid}, received ${cid}`
  }

  #problemsOfJson(
    type: CborType<unknown>,
    { cbor, dagJson }: EncodedRow,
    fromCbor: unknown,
  ): Record<string, string | undefined> {
    if (!hasJson(type) || dagJson === undefined) {
      // Rows of Failure have no DAG-JSON, because the reference's DAG-JSON has other field names.
      const agree = hasJson(type) === (dagJson !== undefined) || type.name === 'Failure'
      return {
        'DAG-JSON': agree ? undefined : `missing in the ${hasJson(type) ? 'row' : 'library'}`,
      }
    }
    const json = utf8(dagJson)
    const fromJson = type.json.decode(json)
    return {
      'CBOR from DAG-JSON': difference(type.cbor.encode(fromJson), fromHex(cbor)),
      'DAG-JSON from CBOR': difference(type.json.encode(fromCbor), json),
      'DAG-JSON from DAG-JSON': difference(type.json.encode(fromJson), json),
    }
  }

  /** Describes how the library differs from a row of `bad.jsonl`, `mutants.jsonl` or `all-mutants.jsonl`. Returns `undefined` if the library agrees, or if the difference is documented. */
  problemWithInput(row: InputRow): string | undefined {
    const outcome = this.#decode(row)
    if ('error' in outcome) {
      const { error } = outcome
      const allowed = !row.accepted || (STRICTER.has(error.code) && !isWhiteSpace(row, error))
      return allowed ? undefined : `rejected, but the reference accepts the input: ${error.message}`
    }
    if (!row.accepted)
      return isLongLink(row) ? undefined : `accepted, but the reference fails with ${row.error}`
    const { cbor } = this.typeOf(row)
    const problem = difference(cbor.encode(outcome.value), fromHex(row.cbor ?? ''))
    if (problem === undefined) return undefined
    // The reference normalizes URLs.
    return equalWithEquivalentURLs(outcome.value, cbor.decode(fromHex(row.cbor ?? '')))
      ? undefined
      : problem
  }

  #decode(row: InputRow): { value: unknown } | { error: CodecError } {
    try {
      const codec = (this.typeOf(row) as Type<unknown>)[row.format]
      return { value: codec.decode(fromHex(row.input)) }
    } catch (error) {
      if (error instanceof this.#libforge.CodecError) return { error }
      throw error
    }
  }
}

export function hasJson(type: CborType<unknown>): type is Type<unknown> {
  return 'json' in type
}

/** Returns the first problem, prefixed with its key. */
export function firstOf(problems: Record<string, string | undefined>): string | undefined {
  const first = Object.entries(problems).find(([, problem]) => problem !== undefined)
  return first?.join(': ')
}

/** Returns whether the input was rejected for white space after JSON, which must be accepted. */
function isWhiteSpace(row: InputRow, { code, offset }: CodecError): boolean {
  const rest = fromHex(row.input).subarray(offset)
  return (
    row.format === 'json' &&
    code === 'trailing-data' &&
    /^[ \t\r\n]*$/.test(new TextDecoder().decode(rest))
  )
}

/** Returns whether the reference rejects the input for a DAG-JSON link of more than 59 characters. The reference encodes such links, but does not decode them. */
function isLongLink(row: InputRow): boolean {
  const json = new TextDecoder().decode(fromHex(row.input))
  return (
    row.format === 'json' &&
    (row.error ?? '').endsWith('limit exceeded') &&
    /"\/"\s*:\s*"[A-Za-z0-9]{60,}"/.test(json)
  )
}

function named<T>(all: ReadonlyMap<string, T>, name: string): T {
  const found = all.get(name)
  if (found === undefined)
    throw new Error(`expected a type or command of the library, received ${name}`)
  return found
}

function* membersOf(namespace: object): Iterable<object> {
  for (const member of Object.values(namespace)) {
    if (typeof member !== 'object') continue
    if (isType(member) || isCommand(member)) yield member
    else yield* membersOf(member)
  }
}

function isType(member: object): member is CborType<unknown> {
  return 'cbor' in member
}

function isCommand(member: object): member is Command {
  return 'ok' in member
}
