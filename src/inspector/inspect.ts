import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { hasJson, kindOf } from '../codec/kind.js'
import type { CborType } from '../codec/type.js'
import { encodeGeneric } from './dag-cbor.js'
import { dataModelOf } from './data-model.js'
import { decodeAs, decodeParts, matchingTypes } from './fit.js'
import type { Form } from './part.js'
import { sourceOf, type Source } from './source.js'

/** The result of {@link inspect}: a value in each format of its type. */
export interface Inspection {
  readonly type: CborType<unknown>
  /** The types that match the input best: see {@link matchingTypes}. Only the named type, if a type is named. */
  readonly candidates: readonly CborType<unknown>[]
  readonly source: Source
  /** The input, without its text encoding. */
  readonly given: Form
  /** The value, encoded by this library. */
  readonly cbor: Form
  /** `undefined` if the type has no DAG-JSON. */
  readonly json: Form | undefined
  /** The value, encoded by `@ipld/dag-cbor`. `undefined` if this fails, or if the result is not a value of the type. */
  readonly generic: Form | undefined
}

/**
 * Decodes an input, and encodes the value in each format of its type. The type is the
 * named type, or the first of the {@link matchingTypes}. Throws a `CodecError` if the input
 * is not a value of the named type, or matches no type. The error's `offset` refers to the
 * bytes that `sourceOf` returns for the input.
 */
export async function inspect(input: Uint8Array, named?: CborType<unknown>): Promise<Inspection> {
  return await inspectSource(sourceOf(input), named)
}

/** Does the same as {@link inspect}, for an input whose format and text encoding are already detected. */
export async function inspectSource(
  source: Source,
  named?: CborType<unknown>,
): Promise<Inspection> {
  const { bytes, format } = source
  const candidates = named === undefined ? matchingTypes(format, bytes) : [named]
  const type = candidates[0]!
  const value = decodeAs(type, format, bytes)
  const [given, cbor, json, generic] = await Promise.all([
    formOf(type, format, bytes),
    formOf(type, 'cbor', type.cbor.encode(value)),
    hasJson(type) ? formOf(type, 'json', type.json.encode(value)) : undefined,
    genericFormOf(type, value),
  ])
  return { type, candidates, source, given, cbor, json, generic }
}

async function formOf(
  type: CborType<unknown>,
  format: Source['format'],
  bytes: Uint8Array,
): Promise<Form> {
  const parts = decodeParts(type, format, bytes)
  const code = format === 'cbor' ? 0x71 : 0x0129
  return { bytes, parts, cid: CID.createV1(code, await sha256.digest(bytes)) }
}

async function genericFormOf(type: CborType<unknown>, value: unknown): Promise<Form | undefined> {
  try {
    return await formOf(type, 'cbor', encodeGeneric(dataModelOf(kindOf(type), value)))
  } catch {
    // @ipld/dag-cbor mistakes a map for a CID if its entries `/` and `bytes` are equal, and
    // throws. It encodes a bignum as an integer, which the type does not decode. It throws for
    // a bignum of more than 64 bits.
    return undefined
  }
}
