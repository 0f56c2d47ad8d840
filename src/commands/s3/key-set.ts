import { type DID, did } from '../../codec/kinds/did.js'
import { list } from '../../codec/kinds/list.js'
import { map } from '../../codec/kinds/map.js'
import type { Type } from '../../codec/type.js'
import { VerificationKey } from './verification-key.js'

/** The verification keys of each access key. An access key is a DID. */
export interface KeySet extends Record<DID, readonly VerificationKey[]> {}

/**
 * The verification keys of each access key. An access key is a DID. The wire
 * format is a map of lists.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const keys: s3.KeySet = {
 *   'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK': [
 *     { kind: 'sigv4', data: new Uint8Array(32) },
 *   ],
 * }
 * s3.KeySet.is(keys) // true
 * ```
 */
export const KeySet: Type<KeySet> = /* @__PURE__ */ map(
  did,
  /* @__PURE__ */ list(VerificationKey),
  's3.KeySet',
)
