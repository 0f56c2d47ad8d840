import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import type { Type } from '../codec/type.js'
import { encodeGeneric } from './dag-cbor.js'
import { read, typesThatFit } from './fit.js'
import type { Form } from './part.js'
import { sourceOf, type Source } from './source.js'

/** All that a person may want to know of an encoded value. */
export interface Inspection {
  readonly type: Type<unknown>
  /** The types that the value may be of, where none was named. */
  readonly candidates: readonly Type<unknown>[]
  readonly source: Source
  /** The input as it came. */
  readonly given: Form
  /** What the library writes. */
  readonly cbor: Form
  readonly json: Form
  /** What `@ipld/dag-cbor` writes; undefined for a value that it can't write. */
  readonly generic: Form | undefined
}

/**
 * Inspects a value of a type, or of the first that fits where none is named.
 * Throws a `CodecError` for an input that is no such value; its offset counts
 * in what `sourceOf` makes of the input.
 */
export async function inspect(input: Uint8Array, named?: Type<unknown>): Promise<Inspection> {
  const source = sourceOf(input)
  const { bytes, format } = source
  const candidates = named === undefined ? typesThatFit(format, bytes) : [named]
  const type = candidates[0]!
  const value = type[format].decode(bytes)
  const [given, cbor, json, generic] = await Promise.all([
    formOf(type, format, bytes),
    formOf(type, 'cbor', type.cbor.encode(value)),
    formOf(type, 'json', type.json.encode(value)),
    genericFormOf(type, value),
  ])
  return { type, candidates, source, given, cbor, json, generic }
}

async function formOf(
  type: Type<unknown>,
  format: Source['format'],
  bytes: Uint8Array,
): Promise<Form> {
  const parts = read(type, format, bytes)
  return { bytes, parts, cid: CID.createV1(type[format].code, await sha256.digest(bytes)) }
}

async function genericFormOf(type: Type<unknown>, value: unknown): Promise<Form | undefined> {
  try {
    return await formOf(type, 'cbor', encodeGeneric(value))
  } catch {
    // It takes a map whose `/` and `bytes` are the same for a CID: at best it throws.
    return undefined
  }
}
