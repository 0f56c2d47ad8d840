import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { kindOf } from '../codec/kind.js'
import type { Type } from '../codec/type.js'
import { itemsOfCbor } from './cbor.js'
import { encodeGeneric } from './dag-cbor.js'
import { read, typesThatFit } from './fit.js'
import { partsOf, type Form } from './part.js'
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
  readonly cbor: Form & { readonly cid: CID }
  readonly json: Form
  /** What `@ipld/dag-cbor` writes. */
  readonly generic: Form & { readonly cid: CID }
}

/**
 * Inspects a value of a type, or of the first that fits where none is given.
 * Throws a `CodecError` for an input that is no such value; its offset counts
 * in what `sourceOf` makes of the input.
 */
export async function inspect(input: Uint8Array, named?: Type<unknown>): Promise<Inspection> {
  const source = sourceOf(input)
  const { bytes, format } = source
  const candidates = named === undefined ? typesThatFit(format, bytes) : [named]
  const type = candidates[0]!
  const given = { bytes, parts: read(type, format, bytes) }
  const value = type[format].decode(bytes)
  const cbor = type.cbor.encode(value)
  const json = type.json.encode(value)
  const generic = encodeGeneric(value)
  return {
    type,
    candidates,
    source,
    given,
    cbor: { bytes: cbor, parts: read(type, 'cbor', cbor), cid: await cidOf(cbor) },
    json: { bytes: json, parts: read(type, 'json', json) },
    generic: {
      bytes: generic,
      parts: partsOf(itemsOfCbor(generic), kindOf(type), generic),
      cid: await cidOf(generic),
    },
  }
}

async function cidOf(cbor: Uint8Array): Promise<CID> {
  return CID.createV1(0x71, await sha256.digest(cbor))
}
