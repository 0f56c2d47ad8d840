import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { u64 } from '../../codec/kinds/integer.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import { tuple } from '../../codec/kinds/tuple.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const blobFields = {
  /** The multihash of the blob's bytes, usually sha2-256. */
  digest: bytes,
}

/** A blob that {@link retrieve} reads. */
export interface Blob extends StructOf<typeof blobFields> {}

/** A blob that {@link retrieve} reads. */
export const Blob: Type<Blob> = /* @__PURE__ */ struct('content.Blob', blobFields)

const rangeFields = {
  /** The offset of the first byte. */
  start: u64,
  /** The offset of the last byte, which is included. */
  end: u64,
}

/** A range of bytes of a blob. It is encoded as a tuple: `[0,1023]` in DAG-JSON. */
export interface Range extends StructOf<typeof rangeFields> {}

/**
 * A range of bytes of a blob. It is encoded as a tuple: `[0,1023]` in DAG-JSON.
 *
 * @example
 * ```ts
 * import { content } from '@fil-forge/libforge'
 *
 * content.Range.json.stringify({ start: 0, end: 1023 }) // '[0,1023]'
 * ```
 */
export const Range: Type<Range> = /* @__PURE__ */ tuple('content.Range', rangeFields)

const argumentFields = {
  /** The blob to retrieve bytes from. */
  blob: Blob,
  /** The range of bytes to retrieve, within the size of the blob. */
  range: Range,
}

/** The blob and the range of its bytes that {@link retrieve} retrieves. */
export interface RetrieveArguments extends StructOf<typeof argumentFields> {}

/** The blob and the range of its bytes that {@link retrieve} retrieves. */
export const RetrieveArguments: Type<RetrieveArguments> = /* @__PURE__ */ struct(
  'content.RetrieveArguments',
  argumentFields,
)

/** The result of {@link retrieve}: an empty map. */
export type RetrieveOK = Unit
/** The result of {@link retrieve}: an empty map. */
export const RetrieveOK = Unit

/**
 * `/content/retrieve`: retrieves a range of bytes of a blob from a storage
 * node. The invocation is sent in the HTTP header `X-UCAN-Container`, and the
 * bytes are the body of the response. The subject is the space, and the audience
 * is the storage node.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/retrieval.md#content-retrieve
 *
 * @example
 * ```ts
 * import { content } from '@fil-forge/libforge'
 *
 * const bytes = content.retrieve.arguments.cbor.encode({
 *   blob: { digest: new Uint8Array(34) },
 *   range: { start: 2097152, end: 2098788 },
 * })
 * ```
 */
export const retrieve = /* @__PURE__ */ command('/content/retrieve', RetrieveArguments, RetrieveOK)
