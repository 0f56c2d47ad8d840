import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import type { Type } from '../codec/type.js'
import { encodeGeneric } from './dag-cbor.js'
import { decodeParts, matchingTypes } from './fit.js'
import type { Form } from './part.js'
import { sourceOf, type Source } from './source.js'

/** An encoded value, in both formats and with its CIDs. */
export interface Inspection {
  readonly type: Type<unknown>
  /** The types that the input matches. Only the named type if one is named. */
  readonly candidates: readonly Type<unknown>[]
  readonly source: Source
  /** The input. */
  readonly given: Form
  /** The value, encoded by this library. */
  readonly cbor: Form
  readonly json: Form
  /** The value, encoded by `@ipld/dag-cbor`. `undefined` if that throws. */
  readonly generic: Form | undefined
}

/**
 * Inspects an encoded value of the named type, or of the first type that
 * matches. Throws a `CodecError` if the input is not such a value. The error's
 * `offset` refers to the bytes that `sourceOf` returns for the input.
 */
export async function inspect(input: Uint8Array, named?: Type<unknown>): Promise<Inspection> {
  const source = sourceOf(input)
  const { bytes, format } = source
  const candidates = named === undefined ? matchingTypes(format, bytes) : [named]
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
  const parts = decodeParts(type, format, bytes)
  return { bytes, parts, cid: CID.createV1(type[format].code, await sha256.digest(bytes)) }
}

async function genericFormOf(type: Type<unknown>, value: unknown): Promise<Form | undefined> {
  try {
    return await formOf(type, 'cbor', encodeGeneric(value))
  } catch {
    // @ipld/dag-cbor mistakes a map whose `/` and `bytes` are equal for a CID, and throws.
    return undefined
  }
}
