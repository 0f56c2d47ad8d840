import { command } from '../../codec/command.js'
import { link } from '../../codec/kinds/link.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The CID of the root of the content. */
  root: link,
}

/** The upload that {@link remove} removes. */
export interface RemoveArguments extends StructOf<typeof fields> {}

/** The upload that {@link remove} removes. */
export const RemoveArguments: Type<RemoveArguments> = /* @__PURE__ */ struct(
  'upload.RemoveArguments',
  fields,
)

/** The result of {@link remove}: an empty map. */
export type RemoveOK = Unit
/** The result of {@link remove}: an empty map. */
export const RemoveOK = Unit

/**
 * `/upload/remove`: removes an upload from a space, which is the subject. The
 * blobs with the content are kept. Removing an unknown upload succeeds. The
 * upload service executes the command.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/upload.md#remove-upload
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { upload } from '@fil-forge/libforge'
 *
 * const root = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = upload.remove.arguments.cbor.encode({ root })
 * ```
 */
export const remove = /* @__PURE__ */ command('/upload/remove', RemoveArguments, RemoveOK)
