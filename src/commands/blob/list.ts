import { command } from '../../codec/command.js'
import { i64, u64 } from '../../codec/kinds/integer.js'
import { list as listOf } from '../../codec/kinds/list.js'
import { string } from '../../codec/kinds/string.js'
import { optional, struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Blob } from './blob.js'

const argumentFields = {
  /** The start of the page: the `cursor` of the previous page. Absent for the first page. */
  cursor: /* @__PURE__ */ optional(string),
  /** The desired number of blobs. If absent, the service chooses the number. */
  size: /* @__PURE__ */ optional(u64),
}

/** The start and the size of the page that {@link list} returns. */
export interface ListArguments extends StructOf<typeof argumentFields> {}

/** The start and the size of the page that {@link list} returns. */
export const ListArguments: Type<ListArguments> = /* @__PURE__ */ struct(
  'blob.ListArguments',
  argumentFields,
)

const listBlobItemFields = {
  /** The digest and the size of the blob. */
  blob: Blob,
  /** The time at which the blob was added to the space, in Unix seconds. */
  insertedAt: i64,
}

/** A blob in the result of {@link list}. */
export interface ListBlobItem extends StructOf<typeof listBlobItemFields> {}

/** A blob in the result of {@link list}. */
export const ListBlobItem: Type<ListBlobItem> = /* @__PURE__ */ struct(
  'blob.ListBlobItem',
  listBlobItemFields,
)

const okFields = {
  /** The cursor of the next page. Absent on the last page. */
  cursor: /* @__PURE__ */ optional(string),
  /** The number of blobs of this page. The upload service always sends 0. */
  size: u64,
  /** The blobs of this page. */
  results: /* @__PURE__ */ listOf(ListBlobItem),
}

/** A page of the blobs of a space. */
export interface ListOK extends StructOf<typeof okFields> {}

/** A page of the blobs of a space. */
export const ListOK: Type<ListOK> = /* @__PURE__ */ struct('blob.ListOK', okFields)

/**
 * `/blob/list`: lists the blobs of a space, which is the subject. The upload
 * service executes the command.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#list-blob
 *
 * @example
 * ```ts
 * import { blob } from '@fil-forge/libforge'
 *
 * const bytes = blob.list.arguments.cbor.encode({ size: 40 })
 * ```
 */
export const list = /* @__PURE__ */ command('/blob/list', ListArguments, ListOK)
