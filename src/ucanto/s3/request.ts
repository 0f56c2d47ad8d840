import { authorize as command } from '../../commands/s3/request/authorize.js'
import { capability } from '../capability.js'

/**
 * `s3/request/authorize`: whether the signer of an S3 request may do what it
 * asks for. Its subject is Hilt: a handler must refuse any other, since whoever
 * invokes with its own DID as the subject needs no delegation. `nb` is
 * `s3.request.AuthorizeArguments`.
 *
 * @example
 * ```ts
 * import * as ed25519 from '@ucanto/principal/ed25519'
 * import { s3 } from '@fil-forge/libforge/ucanto'
 *
 * const hilt = await ed25519.generate()
 * const ingot = await ed25519.generate()
 * const delegation = await s3.request.authorize.delegate({
 *   issuer: hilt,
 *   audience: ingot,
 *   with: hilt.did(),
 * })
 * ```
 */
export const authorize = /* @__PURE__ */ capability(command)
