import { marker as command } from '../../commands/s3/key/marker.js'
import { capability } from '../capability.js'

/**
 * `s3/key/marker`: delegated and never invoked. Its delegation is a handle to
 * revoke an access key by, and there is nothing to fix in it.
 *
 * @example
 * ```ts
 * import * as ed25519 from '@ucanto/principal/ed25519'
 * import { s3 } from '@fil-forge/libforge/ucanto'
 *
 * const tenant = await ed25519.generate()
 * const accessKey = await ed25519.generate()
 * const handle = await s3.key.marker.delegate({
 *   issuer: tenant,
 *   audience: accessKey,
 *   with: tenant.did(),
 *   expiration: Infinity,
 * })
 * ```
 */
export const marker = /* @__PURE__ */ capability(command)
