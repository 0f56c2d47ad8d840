import { command } from '../../codec/command.js'
import { did } from '../../codec/kinds/did.js'
import { link } from '../../codec/kinds/link.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { AwaitOK } from '../await-ok.js'
import { BlobSpec } from './blob-spec.js'

const argumentFields = {
  /** The space that the blob was added to. */
  space: did,
  /** The blob to accept. */
  blob: BlobSpec,
  /** The promise of the result of the task `/http/put`, which uploads the blob. */
  _put: AwaitOK,
}

/** The blob to accept, its space, and the promise of its upload. */
export interface AcceptArguments extends StructOf<typeof argumentFields> {}

/** The blob to accept, its space, and the promise of its upload. */
export const AcceptArguments: Type<AcceptArguments> = /* @__PURE__ */ struct(
  'blob.AcceptArguments',
  argumentFields,
)

const okFields = {
  /**
   * The CID of the invocation of `/assert/location` that commits to the
   * location of the blob. It is the CID of the token, not of its task.
   */
  site: link,
  /** The promise of the result of the task `/pdp/accept`, which adds the blob to an aggregate. */
  pdp: AwaitOK,
}

/** The location of an accepted blob, and the promise of its aggregate. */
export interface AcceptOK extends StructOf<typeof okFields> {}

/** The location of an accepted blob, and the promise of its aggregate. */
export const AcceptOK: Type<AcceptOK> = /* @__PURE__ */ struct('blob.AcceptOK', okFields)

/**
 * `/blob/accept`: accepts a blob once it is uploaded, or fails if its allocation
 * expires first. The upload service invokes the command, without a nonce. The
 * subject is the storage node.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/blob.md#accept-blob
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { blob } from '@fil-forge/libforge'
 *
 * const put = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = blob.accept.arguments.cbor.encode({
 *   space: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
 *   blob: { digest: new Uint8Array(34), size: 2097152 },
 *   _put: { 'await/ok': put },
 * })
 * ```
 */
export const accept = /* @__PURE__ */ command('/blob/accept', AcceptArguments, AcceptOK)
