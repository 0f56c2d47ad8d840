import { command } from '../../codec/command.js'
import { u64 } from '../../codec/kinds/integer.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { AwaitOK } from '../await-ok.js'
import { Blob } from './blob.js'

const argumentFields = {
  /** The blob to replicate. */
  blob: Blob,
  /** The desired total number of copies, the original included: at least 1. */
  replicas: u64,
  /**
   * The CID of the invocation of `/assert/location` that commits to a location
   * to copy the blob from.
   */
  site: link,
}

/** The blob to copy, the number of copies, and the location to copy from. */
export interface ReplicateArguments extends StructOf<typeof argumentFields> {}

/** The blob to copy, the number of copies, and the location to copy from. */
export const ReplicateArguments: Type<ReplicateArguments> = /* @__PURE__ */ struct(
  'blob.ReplicateArguments',
  argumentFields,
)

const okFields = {
  /**
   * One promise for each new copy: the promise of the result of its task
   * `/blob/replica/transfer`. The result has the CID of the invocation of
   * `/assert/location` that commits to the location of the copy.
   */
  site: /* @__PURE__ */ list(AwaitOK),
}

/** The promises of the locations of new copies. */
export interface ReplicateOK extends StructOf<typeof okFields> {}

/** The promises of the locations of new copies. */
export const ReplicateOK: Type<ReplicateOK> = /* @__PURE__ */ struct('blob.ReplicateOK', okFields)

/**
 * `/blob/replicate`: copies an accepted blob to more storage nodes. The upload
 * service executes the command. The subject is the space.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/replication.md#replicate-blob
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { blob } from '@fil-forge/libforge'
 *
 * const location = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = blob.replicate.arguments.cbor.encode({
 *   blob: { digest: new Uint8Array(34), size: 2097152 },
 *   replicas: 3,
 *   site: location,
 * })
 * ```
 */
export const replicate = /* @__PURE__ */ command('/blob/replicate', ReplicateArguments, ReplicateOK)
