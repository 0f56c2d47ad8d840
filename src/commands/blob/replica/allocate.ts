import { command } from '../../../codec/command.js'
import { link } from '../../../codec/kinds/link.js'
import { cborStruct, type StructOf } from '../../../codec/kinds/struct.js'
import type { CborType } from '../../../codec/type.js'
import { AwaitOK } from '../../await-ok.js'
import { Blob } from '../blob.js'

const argumentFields = {
  /** The blob to copy. */
  blob: Blob,
  /**
   * The CID of the invocation of `/assert/location` that commits to a location
   * to copy the blob from.
   */
  site: link,
  /**
   * The CID of the task of `/blob/replicate` that caused the
   * allocation. The subject of this task is the space.
   */
  cause: link,
}

/** The copy that {@link allocate} reserves storage for. */
export interface AllocateArguments extends StructOf<typeof argumentFields> {}

/** The copy that {@link allocate} reserves storage for. */
export const AllocateArguments: CborType<AllocateArguments> = /* @__PURE__ */ cborStruct(
  'blob.replica.AllocateArguments',
  argumentFields,
)

const okFields = {
  /**
   * The promise of the result of the task `/blob/replica/transfer`. The result has
   * the CID of the invocation of `/assert/location` that commits to the location of
   * the copy.
   */
  site: AwaitOK,
}

/** The promise of the location of a copy. */
export interface AllocateOK extends StructOf<typeof okFields> {}

/** The promise of the location of a copy. */
export const AllocateOK: CborType<AllocateOK> = /* @__PURE__ */ cborStruct(
  'blob.replica.AllocateOK',
  okFields,
)

/**
 * `/blob/replica/allocate`: reserves storage for a copy of a blob. The upload
 * service, which keeps the uploads of spaces, invokes the command. The subject is
 * the storage node that is to keep the copy.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/replication.md#allocate-replica
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { blob } from '@fil-forge/libforge'
 *
 * const location = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const replication = CID.parse('bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom')
 * const bytes = blob.replica.allocate.arguments.cbor.encode({
 *   blob: { digest: new Uint8Array(34), size: 2097152 },
 *   site: location,
 *   cause: replication,
 * })
 * ```
 */
export const allocate = /* @__PURE__ */ command(
  '/blob/replica/allocate',
  AllocateArguments,
  AllocateOK,
)
