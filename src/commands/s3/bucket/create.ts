import { struct, type StructOf } from '../../../codec/struct.js'
import type { Type } from '../../../codec/type.js'
import { command } from '../../command.js'
import { Request } from '../http-request.js'
import { AuthorizeOK } from '../request/authorize.js'

const fields = {
  /** The request that creates the bucket (CreateBucket). */
  request: Request,
}

/** The arguments of {@link create}. */
export interface CreateArguments extends StructOf<typeof fields> {}

/** The arguments of {@link create}. */
export const CreateArguments: Type<CreateArguments> = /* @__PURE__ */ struct(
  's3.bucket.CreateArguments',
  fields,
)

/** What {@link create} returns: what authorizing a request on the new bucket would. */
export type CreateOK = AuthorizeOK
/** What {@link create} returns: what authorizing a request on the new bucket would. */
export const CreateOK = AuthorizeOK

/**
 * `/s3/bucket/create`: creates a bucket. Ingot invokes it on Hilt, which is its
 * subject.
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
