import { create as createCommand } from '../../commands/s3/bucket/create.js'
import { delete as deleteCommand } from '../../commands/s3/bucket/delete.js'
import { info as infoCommand } from '../../commands/s3/bucket/info.js'
import { list as listCommand } from '../../commands/s3/bucket/list.js'
import { policy as policyCommand } from '../../commands/s3/bucket/policy.js'
import { capability } from '../capability.js'

/**
 * `s3/bucket/create`: creates a bucket. Its subject is Hilt: a handler must
 * refuse any other, since whoever invokes with its own DID as the subject
 * needs no delegation. `nb` is `s3.bucket.CreateArguments`.
 *
 * @example
 * ```ts
 * import * as ed25519 from '@ucanto/principal/ed25519'
 * import { s3 } from '@fil-forge/libforge/ucanto'
 *
 * const hilt = await ed25519.generate()
 * const ingot = await ed25519.generate()
 * const proof = await s3.bucket.create.delegate({
 *   issuer: hilt,
 *   audience: ingot,
 *   with: hilt.did(),
 * })
 * const invocation = s3.bucket.create.invoke({
 *   issuer: ingot,
 *   audience: hilt,
 *   with: hilt.did(),
 *   nb: { request: { method: 'PUT', headers: { host: 's3.example' }, url: '/bucket' } },
 *   proofs: [proof],
 * })
 * ```
 */
export const create = /* @__PURE__ */ capability(createCommand)

/**
 * `s3/bucket/delete`: deletes a bucket. Its subject is Hilt: a handler must
 * refuse any other. `nb` is `s3.bucket.DeleteArguments`. It is exported as
 * `delete`.
 */
const delete_ = /* @__PURE__ */ capability(deleteCommand)

export { delete_ as delete }

/**
 * `s3/bucket/info`: which space a bucket is, and what may be done with it. Its
 * subject is Hilt: a handler must refuse any other. `nb` is
 * `s3.bucket.InfoArguments`.
 */
export const info = /* @__PURE__ */ capability(infoCommand)

/**
 * `s3/bucket/list`: lists the buckets of whoever signed a request. Its subject
 * is Hilt: a handler must refuse any other. `nb` is `s3.bucket.ListArguments`.
 */
export const list = /* @__PURE__ */ capability(listCommand)

/**
 * `s3/bucket/policy`: reads, puts or deletes the policy of a bucket. Its
 * subject is Hilt: a handler must refuse any other. `nb` is
 * `s3.bucket.PolicyArguments`.
 */
export const policy = /* @__PURE__ */ capability(policyCommand)
