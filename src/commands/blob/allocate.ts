import { command } from '../../codec/command.js'
import { did } from '../../codec/kinds/did.js'
import { i64, u64 } from '../../codec/kinds/integer.js'
import { link } from '../../codec/kinds/link.js'
import { map } from '../../codec/kinds/map.js'
import { string } from '../../codec/kinds/string.js'
import { optional, struct, type StructOf } from '../../codec/kinds/struct.js'
import { url } from '../../codec/kinds/url.js'
import type { Type } from '../../codec/type.js'
import { BlobSpec } from './blob-spec.js'

const argumentFields = {
  /** The space that the blob is added to. */
  space: did,
  /** The blob to allocate storage for. */
  blob: BlobSpec,
  /** The CID of the task of `/blob/add` that caused the allocation. */
  cause: link,
}

/** The blob that {@link allocate} reserves storage for. */
export interface AllocateArguments extends StructOf<typeof argumentFields> {}

/** The blob that {@link allocate} reserves storage for. */
export const AllocateArguments: Type<AllocateArguments> = /* @__PURE__ */ struct(
  'blob.AllocateArguments',
  argumentFields,
)

const blobAddressFields = {
  /** The URL to send the blob to with `PUT`. */
  url,
  /** The HTTP headers to send with the blob, by name. */
  headers: /* @__PURE__ */ map(string, string),
  /** The time at which the URL expires, in Unix seconds. */
  expires: i64,
}

/** The address to upload a blob to. */
export interface BlobAddress extends StructOf<typeof blobAddressFields> {}

/** The address to upload a blob to. */
export const BlobAddress: Type<BlobAddress> = /* @__PURE__ */ struct(
  'blob.BlobAddress',
  blobAddressFields,
)

const okFields = {
  /**
   * The number of allocated bytes: the size of the blob, or 0 if the space
   * already has an allocation for the blob.
   */
  size: u64,
  /** The address to upload the blob to. Absent if the storage node already has the blob. */
  address: /* @__PURE__ */ optional(BlobAddress),
}

/** The storage that {@link allocate} reserved. */
export interface AllocateOK extends StructOf<typeof okFields> {}

/** The storage that {@link allocate} reserved. */
export const AllocateOK: Type<AllocateOK> = /* @__PURE__ */ struct('blob.AllocateOK', okFields)

/**
 * `/blob/allocate`: reserves storage for a blob. The upload service invokes the
 * command. The subject is the storage node.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#allocate-blob
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { blob } from '@fil-forge/libforge'
 *
 * const add = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = blob.allocate.arguments.cbor.encode({
 *   space: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
 *   blob: { digest: new Uint8Array(34), size: 2097152 },
 *   cause: add,
 * })
 * ```
 */
export const allocate = /* @__PURE__ */ command('/blob/allocate', AllocateArguments, AllocateOK)
