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
  /** The CID of the task of `/blob/replica/allocate` that caused the transfer. */
  cause: link,
}

/** The copy that {@link transfer} makes. */
export interface TransferArguments extends StructOf<typeof argumentFields> {}

/** The copy that {@link transfer} makes. */
export const TransferArguments: CborType<TransferArguments> = /* @__PURE__ */ cborStruct(
  'blob.replica.TransferArguments',
  argumentFields,
)

const okFields = {
  /** The CID of the invocation of `/assert/location` that commits to the location of the copy. */
  site: link,
  /**
   * The promise of the result of the task `/pdp/accept`. The task ends once the
   * copy is part of an aggregate.
   */
  pdp: AwaitOK,
}

/** The location of the copy, and the promise of its aggregate. */
export interface TransferOK extends StructOf<typeof okFields> {}

/** The location of the copy, and the promise of its aggregate. */
export const TransferOK: CborType<TransferOK> = /* @__PURE__ */ cborStruct(
  'blob.replica.TransferOK',
  okFields,
)

/**
 * `/blob/replica/transfer`: copies a blob to a storage node, which is the
 * subject and also issues the invocation. The node delivers the receipt with
 * `/ucan/conclude`.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/replication.md#transfer-replica
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { blob } from '@fil-forge/libforge'
 *
 * const location = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const allocation = CID.parse('bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom')
 * const bytes = blob.replica.transfer.arguments.cbor.encode({
 *   blob: { digest: new Uint8Array(34), size: 2097152 },
 *   site: location,
 *   cause: allocation,
 * })
 * ```
 */
export const transfer = /* @__PURE__ */ command(
  '/blob/replica/transfer',
  TransferArguments,
  TransferOK,
)
