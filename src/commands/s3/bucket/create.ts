import { command } from '../../../codec/command.js'
import { struct, type StructOf } from '../../../codec/kinds/struct.js'
import type { Type } from '../../../codec/type.js'
import { Request } from '../http-request.js'
import { AuthorizeOK } from '../request/authorize.js'

const fields = {
  /** The request that creates the bucket (CreateBucket). */
  request: Request,
}

/** The S3 request that {@link create} executes. */
export interface CreateArguments extends StructOf<typeof fields> {}

/** The S3 request that {@link create} executes. */
export const CreateArguments: Type<CreateArguments> = /* @__PURE__ */ struct(
  's3.bucket.CreateArguments',
  fields,
)

/**
 * The result of {@link create}: the DID of the new bucket, and delegations for the
 * bucket. Also the tenant, permissions and verification keys of the access key.
 */
export type CreateOK = AuthorizeOK
/**
 * The result of {@link create}: the DID of the new bucket, and delegations for the
 * bucket. Also the tenant, permissions and verification keys of the access key.
 */
export const CreateOK = AuthorizeOK

/**
 * `/s3/bucket/create`: creates a bucket. Ingot, the S3 gateway, invokes the
 * command on Hilt, which keeps the buckets. The subject is Hilt.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const bytes = s3.bucket.create.arguments.cbor.encode({
 *   request: { method: 'PUT', headers: { host: 's3.example' }, url: '/bucket' },
 * })
 * ```
 */
export const create = /* @__PURE__ */ command('/s3/bucket/create', CreateArguments, CreateOK)
