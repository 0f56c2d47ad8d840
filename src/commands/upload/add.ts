import { command } from '../../codec/command.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { optional, struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The CID of the root of the content. */
  root: link,
  /** The CIDs of the archives (CAR) with the content. The archives are blobs of the space. */
  shards: /* @__PURE__ */ list(link),
  /** The CID of the archive (CAR) with the index of the shards. */
  index: /* @__PURE__ */ optional(link),
}

/** The upload that {@link add} adds. */
export interface AddArguments extends StructOf<typeof fields> {}

/** The upload that {@link add} adds. */
export const AddArguments: Type<AddArguments> = /* @__PURE__ */ struct(
  'upload.AddArguments',
  fields,
)

/** The result of {@link add}: an empty map. */
export type AddOK = Unit
/** The result of {@link add}: an empty map. */
export const AddOK = Unit

/**
 * `/upload/add`: adds an upload to a space, which is the subject. If the space
 * already has an upload with the same root, the shards are merged and the index
 * is replaced. The upload service executes the command.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/upload.md#add-upload
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { upload } from '@fil-forge/libforge'
 *
 * const root = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = upload.add.arguments.cbor.encode({ root, shards: [root] })
 * ```
 */
export const add = /* @__PURE__ */ command('/upload/add', AddArguments, AddOK)
