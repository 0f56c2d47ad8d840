import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The multihash of the blob's bytes, usually sha2-256. */
  digest: bytes,
}

/** The blob that {@link remove} removes from a space. */
export interface RemoveArguments extends StructOf<typeof fields> {}

/** The blob that {@link remove} removes from a space. */
export const RemoveArguments: Type<RemoveArguments> = /* @__PURE__ */ struct(
  'blob.RemoveArguments',
  fields,
)

/** The result of {@link remove}: an empty map. */
export type RemoveOK = Unit
/** The result of {@link remove}: an empty map. */
export const RemoveOK = Unit

/**
 * `/blob/remove`: removes an accepted blob from a space, which is the subject.
 * Removing an unknown blob succeeds. The upload service executes the command,
 * and invokes `/blob/release` on the storage nodes that have the blob.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#remove-blob
 *
 * @example
 * ```ts
 * import { blob } from '@fil-forge/libforge'
 *
 * const bytes = blob.remove.arguments.cbor.encode({ digest: new Uint8Array(34) })
 * ```
 */
export const remove = /* @__PURE__ */ command('/blob/remove', RemoveArguments, RemoveOK)
