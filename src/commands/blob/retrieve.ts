import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'

const retrieveBlobFields = {
  /** The multihash of the blob's bytes, usually sha2-256. */
  digest: bytes,
}

/** A blob, identified by its multihash, without its size. */
export interface RetrieveBlob extends StructOf<typeof retrieveBlobFields> {}

/** A blob, identified by its multihash, without its size. */
export const RetrieveBlob: Type<RetrieveBlob> = /* @__PURE__ */ struct(
  'blob.RetrieveBlob',
  retrieveBlobFields,
)

const argumentFields = {
  /** The blob to retrieve. */
  blob: RetrieveBlob,
}

/** The blob to retrieve. */
export interface RetrieveArguments extends StructOf<typeof argumentFields> {}

/** The blob to retrieve. */
export const RetrieveArguments: Type<RetrieveArguments> = /* @__PURE__ */ struct(
  'blob.RetrieveArguments',
  argumentFields,
)

/** The result of {@link retrieve}: an empty map. The blob is the body of the HTTP response. */
export interface RetrieveOK extends Record<string, never> {}

/** The result of {@link retrieve}: an empty map. The blob is the body of the HTTP response. */
export const RetrieveOK: Type<RetrieveOK> = /* @__PURE__ */ struct(
  'blob.RetrieveOK',
  {},
) as Type<RetrieveOK>

/**
 * `/blob/retrieve`: retrieves a whole blob of any space. Services such as an indexer,
 * which publishes the indexes of content, send the invocation in the HTTP header
 * `X-UCAN-Container`. The subject is the storage node. See `/content/retrieve` for the
 * blobs of one space.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/retrieval.md#blob-retrieve
 *
 * @example
 * ```ts
 * import { blob } from '@fil-forge/libforge'
 *
 * const bytes = blob.retrieve.arguments.cbor.encode({ blob: { digest: new Uint8Array(34) } })
 * ```
 */
export const retrieve = /* @__PURE__ */ command('/blob/retrieve', RetrieveArguments, RetrieveOK)
