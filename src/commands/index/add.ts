import { command } from '../../codec/command.js'
import { link } from '../../codec/kinds/link.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /**
   * The CID of the archive (CAR) with the index. The codec of the CID is `car`
   * (0x0202). The archive is stored as a blob of the space.
   */
  index: link,
}

/** The index that {@link add} registers. */
export interface AddArguments extends StructOf<typeof fields> {}

/** The index that {@link add} registers. */
export const AddArguments: Type<AddArguments> = /* @__PURE__ */ struct('index.AddArguments', fields)

/** The result of {@link add}: an empty map. */
export type AddOK = Unit
/** The result of {@link add}: an empty map. */
export const AddOK = Unit

/**
 * `/index/add`: registers an index with the upload service, which keeps the uploads
 * of spaces. The subject is the space. The `meta` of the invocation is an
 * `assert.IndexMetadata`. The upload service then issues `/assert/index` for an
 * indexer, which publishes the index.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/index.md#add-index
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { index } from '@fil-forge/libforge'
 *
 * const archive = CID.parse('bagbaierarv2lmk344iydwwybvdn4esfbytkcijxhvflkrtvebf3sx4gzswvq')
 * const bytes = index.add.arguments.cbor.encode({ index: archive })
 * ```
 */
export const add = /* @__PURE__ */ command('/index/add', AddArguments, AddOK)
