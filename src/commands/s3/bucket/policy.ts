import { command } from '../../../codec/command.js'
import { bytes } from '../../../codec/kinds/bytes.js'
import { string } from '../../../codec/kinds/string.js'
import { struct, type StructOf } from '../../../codec/kinds/struct.js'
import type { Type } from '../../../codec/type.js'
import { Request } from '../http-request.js'

const argumentFields = {
  /** The request that gets, puts or deletes the policy. */
  request: Request,
  /** The request's body: the policy to put, in JSON. Empty for other requests. */
  body: bytes,
}

/** The S3 request that {@link policy} executes. */
export interface PolicyArguments extends StructOf<typeof argumentFields> {}

/** The S3 request that {@link policy} executes. */
export const PolicyArguments: Type<PolicyArguments> = /* @__PURE__ */ struct(
  's3.bucket.PolicyArguments',
  argumentFields,
)

const okFields = {
  /** The policy's entity tag (RFC 9110, section 8.8.3). Empty if the policy was deleted. */
  etag: string,
  /** The policy, in JSON. Empty if the request puts or deletes it. */
  policy: bytes,
}

/** The entity tag of a bucket's policy, and the policy if the request gets it. */
export interface PolicyOK extends StructOf<typeof okFields> {}

/** The entity tag of a bucket's policy, and the policy if the request gets it. */
export const PolicyOK: Type<PolicyOK> = /* @__PURE__ */ struct('s3.bucket.PolicyOK', okFields)

/**
 * `/s3/bucket/policy`: gets, puts or deletes the policy of a bucket. Ingot, the S3
 * gateway, invokes the command on Hilt, which keeps the buckets. The subject is Hilt.
 * The command is newer than the version of the reference that this library is tested
 * against.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const bytes = s3.bucket.policy.arguments.cbor.encode({
 *   request: { method: 'GET', headers: { host: 's3.example' }, url: '/bucket?policy' },
 *   body: new Uint8Array(),
 * })
 * ```
 */
export const policy = /* @__PURE__ */ command('/s3/bucket/policy', PolicyArguments, PolicyOK)
