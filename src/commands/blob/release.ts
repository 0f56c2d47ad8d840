import { command } from '../../codec/command.js'
import { bytes } from '../../codec/kinds/bytes.js'
import { did } from '../../codec/kinds/did.js'
import { link } from '../../codec/kinds/link.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The space whose claim on the blob is dropped. */
  space: did,
  /** The multihash of the blob's bytes, usually sha2-256. */
  digest: bytes,
  /**
   * The CID of the task of `/blob/remove` that caused the
   * release. The container of the `/blob/release` invocation also has the
   * `/blob/remove` invocation.
   */
  cause: link,
}

/** The claim that {@link release} drops: its space and blob, and the cause of the release. */
export interface ReleaseArguments extends StructOf<typeof fields> {}

/** The claim that {@link release} drops: its space and blob, and the cause of the release. */
export const ReleaseArguments: Type<ReleaseArguments> = /* @__PURE__ */ struct(
  'blob.ReleaseArguments',
  fields,
)

/** The result of {@link release}: an empty map. */
export type ReleaseOK = Unit
/** The result of {@link release}: an empty map. */
export const ReleaseOK = Unit

/**
 * `/blob/release`: drops the claim of a space on an accepted blob. The bytes
 * are kept as long as any space has a claim on them. The upload service invokes
 * the command when it executes `/blob/remove`. Releasing an unknown blob succeeds.
 * The subject is the storage node.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#release-blob
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { blob } from '@fil-forge/libforge'
 *
 * const remove = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = blob.release.arguments.cbor.encode({
 *   space: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
 *   digest: new Uint8Array(34),
 *   cause: remove,
 * })
 * ```
 */
export const release = /* @__PURE__ */ command('/blob/release', ReleaseArguments, ReleaseOK)
