import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { link } from '../../codec/kinds/link.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The multihash of the blob's bytes, usually sha2-256. */
  digest: bytes,
  /** The CID of the task of `/blob/add` that started the upload. */
  cause: link,
}

/** The upload that {@link abort} abandons. */
export interface AbortArguments extends StructOf<typeof fields> {}

/** The upload that {@link abort} abandons. */
export const AbortArguments: Type<AbortArguments> = /* @__PURE__ */ struct(
  'blob.AbortArguments',
  fields,
)

/** The result of {@link abort}: an empty map. */
export type AbortOK = Unit
/** The result of {@link abort}: an empty map. */
export const AbortOK = Unit

/**
 * `/blob/abort`: abandons the upload of a blob that was allocated and not
 * accepted. Aborting an unknown blob succeeds. The upload service executes the
 * command. The subject is the space.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#abort-blob
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { blob } from '@fil-forge/libforge'
 *
 * const add = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = blob.abort.arguments.cbor.encode({ digest: new Uint8Array(34), cause: add })
 * ```
 */
export const abort = /* @__PURE__ */ command('/blob/abort', AbortArguments, AbortOK)
