import { command } from '../../../codec/command.js'
import { struct, type StructOf } from '../../../codec/kinds/struct.js'
import type { Type } from '../../../codec/type.js'
import { Unit } from '../../unit.js'
import { Request } from '../http-request.js'

const fields = {
  /** The request that deletes the bucket (DeleteBucket). */
  request: Request,
}

/** The S3 request that `/s3/bucket/delete` executes. */
export interface DeleteArguments extends StructOf<typeof fields> {}

/** The S3 request that `/s3/bucket/delete` executes. */
export const DeleteArguments: Type<DeleteArguments> = /* @__PURE__ */ struct(
  's3.bucket.DeleteArguments',
  fields,
)

/** The result of `/s3/bucket/delete`: an empty map. */
export type DeleteOK = Unit
/** The result of `/s3/bucket/delete`: an empty map. */
export const DeleteOK = Unit

/**
 * `/s3/bucket/delete`: deletes an empty bucket. Ingot, the S3 gateway, invokes the
 * command on Hilt, which keeps the buckets. The subject is Hilt. The command is
 * exported as `delete`.
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
