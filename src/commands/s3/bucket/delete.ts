import { struct, type StructOf } from '../../../codec/struct.js'
import type { Type } from '../../../codec/type.js'
import { command } from '../../command.js'
import { Unit } from '../../unit.js'
import { Request } from '../http-request.js'

const fields = {
  /** The request that deletes the bucket (DeleteBucket). */
  request: Request,
}

/** The arguments of `/s3/bucket/delete`. */
export interface DeleteArguments extends StructOf<typeof fields> {}

/** The arguments of `/s3/bucket/delete`. */
export const DeleteArguments: Type<DeleteArguments> = /* @__PURE__ */ struct(
  's3.bucket.DeleteArguments',
  fields,
)

/** What `/s3/bucket/delete` returns: nothing. */
export type DeleteOK = Unit
/** What `/s3/bucket/delete` returns: nothing. */
export const DeleteOK = Unit

/**
 * `/s3/bucket/delete`: deletes a bucket. Ingot invokes it on Hilt, which is its
 * subject. It is exported as `delete`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const bytes = s3.bucket.delete.arguments.cbor.encode({
 *   request: { method: 'DELETE', headers: { host: 's3.example' }, url: '/bucket' },
 * })
 * ```
 */
const delete_ = /* @__PURE__ */ command('/s3/bucket/delete', DeleteArguments, DeleteOK)

export { delete_ as delete }
