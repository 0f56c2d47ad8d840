import { command } from '../../../codec/command.js'
import { did } from '../../../codec/kinds/did.js'
import { string } from '../../../codec/kinds/string.js'
import { struct, type StructOf } from '../../../codec/kinds/struct.js'
import type { Type } from '../../../codec/type.js'
import { PermissionSet } from '../permission-set.js'
import { ProofSet } from '../proof-set.js'

const argumentFields = {
  /** The bucket's name in S3. */
  name: string,
  /** The access key, whose permissions and delegations are returned. */
  accessKey: did,
}

/** The bucket and the access key that {@link info} describes. */
export interface InfoArguments extends StructOf<typeof argumentFields> {}

/** The bucket and the access key that {@link info} describes. */
export const InfoArguments: Type<InfoArguments> = /* @__PURE__ */ struct(
  's3.bucket.InfoArguments',
  argumentFields,
)

const okFields = {
  /** The DID of the bucket, which is a space. */
  id: did,
  /** The permissions of the access key. */
  permissions: PermissionSet,
  /** The delegations to the access key, each with its proof chain from the bucket. */
  delegations: ProofSet,
}

/** The space of a bucket, and the permissions and delegations of an access key. */
export interface InfoOK extends StructOf<typeof okFields> {}

/** The space of a bucket, and the permissions and delegations of an access key. */
export const InfoOK: Type<InfoOK> = /* @__PURE__ */ struct('s3.bucket.InfoOK', okFields)

/**
 * `/s3/bucket/info`: returns the space of a bucket, and the permissions and
 * delegations of an access key. Ingot, the S3 gateway, invokes it on Hilt, which
 * keeps the buckets. The subject is Hilt.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const bytes = s3.bucket.info.arguments.cbor.encode({
 *   name: 'photos',
 *   accessKey: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
 * })
 * ```
 */
export const info = /* @__PURE__ */ command('/s3/bucket/info', InfoArguments, InfoOK)
