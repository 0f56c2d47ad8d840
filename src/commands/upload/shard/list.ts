import { command } from '../../../codec/command.js'
import { u64 } from '../../../codec/kinds/integer.js'
import { link } from '../../../codec/kinds/link.js'
import { list as listOf } from '../../../codec/kinds/list.js'
import { string } from '../../../codec/kinds/string.js'
import { optional, struct, type StructOf } from '../../../codec/kinds/struct.js'
import type { Type } from '../../../codec/type.js'

const argumentFields = {
  /** The CID of the root of the upload. */
  root: link,
  /** The start of the page: the `cursor` of the previous page. Absent for the first page. */
  cursor: /* @__PURE__ */ optional(string),
  /** The desired number of shards. If absent, the service chooses the number. */
  size: /* @__PURE__ */ optional(u64),
}

/** The upload, and the start and the size of the page that {@link list} returns. */
export interface ListArguments extends StructOf<typeof argumentFields> {}

/** The upload, and the start and the size of the page that {@link list} returns. */
export const ListArguments: Type<ListArguments> = /* @__PURE__ */ struct(
  'upload.shard.ListArguments',
  argumentFields,
)

const okFields = {
  /** The cursor of the next page. Absent on the last page. */
  cursor: /* @__PURE__ */ optional(string),
  /** The number of shards of this page. The upload service always sends 0. */
  size: u64,
  /** The CIDs of the archives (CAR) with the content. */
  results: /* @__PURE__ */ listOf(link),
}

/** A page of the shards of an upload. */
export interface ListOK extends StructOf<typeof okFields> {}

/** A page of the shards of an upload. */
export const ListOK: Type<ListOK> = /* @__PURE__ */ struct('upload.shard.ListOK', okFields)

/**
 * `/upload/shard/list`: lists the shards of an upload. The upload service
 * executes the command. The subject is the space.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/upload.md#list-upload-shards
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { upload } from '@fil-forge/libforge'
 *
 * const root = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = upload.shard.list.arguments.cbor.encode({ root, size: 40 })
 * ```
 */
export const list = /* @__PURE__ */ command('/upload/shard/list', ListArguments, ListOK)
