import { create as createCommand } from '../../commands/s3/bucket/create.js'
import { delete as deleteCommand } from '../../commands/s3/bucket/delete.js'
import { info as infoCommand } from '../../commands/s3/bucket/info.js'
import { list as listCommand } from '../../commands/s3/bucket/list.js'
import { policy as policyCommand } from '../../commands/s3/bucket/policy.js'
import { capability } from '../capability.js'

// The subject of each is Hilt: a handler must refuse any other, since whoever
// invokes with its own DID as the subject needs no delegation.

/**
 * `s3/bucket/create`: creates a bucket. Its subject is Hilt: a handler must
 * refuse any other. `nb` is `s3.bucket.CreateArguments`.
 */
export const create = /* @__PURE__ */ capability(createCommand)

const delete_ = /* @__PURE__ */ capability(deleteCommand)
export {
  /**
   * `s3/bucket/delete`: deletes a bucket. Its subject is Hilt: a handler must
   * refuse any other. `nb` is `s3.bucket.DeleteArguments`.
   */
  delete_ as delete,
}

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
