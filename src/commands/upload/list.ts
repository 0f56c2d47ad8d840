import { command } from '../../codec/command.js'
import { u64 } from '../../codec/kinds/integer.js'
import { link } from '../../codec/kinds/link.js'
import { list as listOf } from '../../codec/kinds/list.js'
import { string } from '../../codec/kinds/string.js'
import { optional, struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'

const argumentFields = {
  /** The start of the page: the `cursor` of the previous page. Absent for the first page. */
  cursor: /* @__PURE__ */ optional(string),
  /** The desired number of uploads. If absent, the service chooses the number. */
  size: /* @__PURE__ */ optional(u64),
}

/** The start and the size of the page that {@link list} returns. */
export interface ListArguments extends StructOf<typeof argumentFields> {}

/** The start and the size of the page that {@link list} returns. */
export const ListArguments: Type<ListArguments> = /* @__PURE__ */ struct(
  'upload.ListArguments',
  argumentFields,
)

const listUploadItemFields = {
  /** The CID of the root of the content. */
  root: link,
  /** The CID of the archive (CAR) with the index of the shards. */
  index: /* @__PURE__ */ optional(link),
}

/** An upload in the result of {@link list}. */
export interface ListUploadItem extends StructOf<typeof listUploadItemFields> {}

/** An upload in the result of {@link list}. */
export const ListUploadItem: Type<ListUploadItem> = /* @__PURE__ */ struct(
  'upload.ListUploadItem',
  listUploadItemFields,
)

const okFields = {
  /** The cursor of the next page. Absent on the last page. */
  cursor: /* @__PURE__ */ optional(string),
  /** The number of uploads of this page. The upload service always sends 0. */
  size: u64,
  /** The uploads of this page. */
  results: /* @__PURE__ */ listOf(ListUploadItem),
}

/** A page of the uploads of a space. */
export interface ListOK extends StructOf<typeof okFields> {}

/** A page of the uploads of a space. */
export const ListOK: Type<ListOK> = /* @__PURE__ */ struct('upload.ListOK', okFields)

/**
 * `/upload/list`: lists the uploads of a space, which is the subject. The
 * shards of an upload are listed with `/upload/shard/list`. The upload service
 * executes the command.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/upload.md#list-uploads
 *
 * @example
 * ```ts
 * import { upload } from '@fil-forge/libforge'
 *
 * const bytes = upload.list.arguments.cbor.encode({ size: 40 })
 * ```
 */
export const list = /* @__PURE__ */ command('/upload/list', ListArguments, ListOK)
