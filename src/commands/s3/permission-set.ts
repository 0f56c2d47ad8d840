import { did, type DID } from '../../codec/did.js'
import { list } from '../../codec/list.js'
import { namedMap } from '../../codec/map.js'
import { text } from '../../codec/text.js'
import type { Type } from '../../codec/type.js'

/** What each access key may do: `s3:GetObject`. The wire takes any text. An access key is a DID. */
export interface PermissionSet extends Record<DID, readonly string[]> {}

/**
 * What each access key may do: on the wire a bare map of lists.
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
export const PermissionSet: Type<PermissionSet> = /* @__PURE__ */ namedMap(
  's3.PermissionSet',
  did,
  /* @__PURE__ */ list(text),
)
