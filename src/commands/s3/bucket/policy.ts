import { bytes } from '../../../codec/bytes.js'
import { struct, type StructOf } from '../../../codec/struct.js'
import { text } from '../../../codec/text.js'
import type { Type } from '../../../codec/type.js'
import { command } from '../../command.js'
import { Request } from '../http-request.js'

const argumentFields = {
  /** The request that reads, puts or deletes the policy. */
  request: Request,
  /** The request's body: the policy to put, as JSON; empty where none is put. */
  body: bytes,
}

/** The arguments of {@link policy}. */
export interface PolicyArguments extends StructOf<typeof argumentFields> {}

/** The arguments of {@link policy}. */
export const PolicyArguments: Type<PolicyArguments> = /* @__PURE__ */ struct(
  's3.bucket.PolicyArguments',
  argumentFields,
)

const okFields = {
  /** The policy's entity tag (RFC 9110, section 8.8.3); empty where it was deleted. */
  etag: text,
  /** The policy that was read, as JSON; empty where one was put or deleted. */
  policy: bytes,
}

/** What {@link policy} returns. */
export interface PolicyOK extends StructOf<typeof okFields> {}

/** What {@link policy} returns. */
export const PolicyOK: Type<PolicyOK> = /* @__PURE__ */ struct('s3.bucket.PolicyOK', okFields)

/**
 * `/s3/bucket/policy`: reads, puts or deletes the policy of a bucket. Ingot
 * invokes it on Hilt, which is its subject.
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
