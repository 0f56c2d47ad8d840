import { type DID, did } from '../../codec/kinds/did.js'
import { list } from '../../codec/kinds/list.js'
import { map } from '../../codec/kinds/map.js'
import { string } from '../../codec/kinds/string.js'
import type { Type } from '../../codec/type.js'

/** The permissions of each access key. An access key is a DID. A permission is any string, such as `s3:GetObject`. */
export interface PermissionSet extends Record<DID, readonly string[]> {}

/**
 * The permissions of each access key. An access key is a DID. A permission is any
 * string, such as `s3:GetObject`. The wire format is a map of lists.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const permissions: s3.PermissionSet = {
 *   'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK': ['s3:GetObject', 's3:ListBucket'],
 * }
 * s3.PermissionSet.is(permissions) // true
 * ```
 */
export const PermissionSet: Type<PermissionSet> = /* @__PURE__ */ map(
  did,
  /* @__PURE__ */ list(string),
  's3.PermissionSet',
)
