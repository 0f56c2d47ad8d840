import { command } from '../../codec/command.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const argumentFields = {
  /** The CID of the archive (CAR) that contains the index. The codec of the CID is `car` (0x0202). */
  index: link,
}

/** The index that {@link index} makes a claim about. */
export interface IndexArguments extends StructOf<typeof argumentFields> {}

/** The index that {@link index} makes a claim about. */
export const IndexArguments: Type<IndexArguments> = /* @__PURE__ */ struct(
  'assert.IndexArguments',
  argumentFields,
)

const indexMetadataFields = {
  /**
   * The CIDs of the delegations that authorize the audience of the invocation to
   * retrieve the index with `/content/retrieve`. The delegations are in the
   * container of the invocation. The root, which the space issued, is first.
   */
  retrievalAuth: /* @__PURE__ */ list(link),
}

/** The `meta` of an invocation of {@link index} or `/index/add`. */
export interface IndexMetadata extends StructOf<typeof indexMetadataFields> {}

/** The `meta` of an invocation of {@link index} or `/index/add`. */
export const IndexMetadata: Type<IndexMetadata> = /* @__PURE__ */ struct(
  'assert.IndexMetadata',
  indexMetadataFields,
)

/** The result of {@link index}: an empty map. */
export type IndexOK = Unit
/** The result of {@link index}: an empty map. */
export const IndexOK = Unit

/**
 * `/assert/index`: claims that an index describes the blobs that contain some
 * content. The upload service, which is the subject, issues the claim for an
 * indexer, which publishes the index.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/index.md#assert-index
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { assert } from '@fil-forge/libforge'
 *
 * const archive = CID.parse('bagbaierarv2lmk344iydwwybvdn4esfbytkcijxhvflkrtvebf3sx4gzswvq')
 * const bytes = assert.index.arguments.cbor.encode({ index: archive })
 * ```
 */
export const index = /* @__PURE__ */ command('/assert/index', IndexArguments, IndexOK)
