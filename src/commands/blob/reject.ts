import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { did } from '../../codec/kinds/did.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The space whose allocation is dropped. */
  space: did,
  /** The multihash of the blob's bytes, usually sha2-256. */
  digest: bytes,
}

/** The allocation that {@link reject} drops. */
export interface RejectArguments extends StructOf<typeof fields> {}

/** The allocation that {@link reject} drops. */
export const RejectArguments: Type<RejectArguments> = /* @__PURE__ */ struct(
  'blob.RejectArguments',
  fields,
)

/** The result of {@link reject}: an empty map. */
export type RejectOK = Unit
/** The result of {@link reject}: an empty map. */
export const RejectOK = Unit

/**
 * `/blob/reject`: drops a space's allocation for a blob that was not accepted for
 * this space. The upload service, which keeps the uploads of spaces, invokes the
 * command when it executes `/blob/abort`. Rejecting an unknown blob succeeds. The
 * subject is the storage node.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#reject-blob
 *
 * @example
 * ```ts
 * import { blob } from '@fil-forge/libforge'
 *
 * const bytes = blob.reject.arguments.cbor.encode({
 *   space: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
 *   digest: new Uint8Array(34),
 * })
 * ```
 */
export const reject = /* @__PURE__ */ command('/blob/reject', RejectArguments, RejectOK)
