import { command } from '../../../codec/command.js'
import { Unit } from '../../unit.js'

/** The arguments of {@link marker}: an empty map. */
export type MarkerArguments = Unit
/** The arguments of {@link marker}: an empty map. */
export const MarkerArguments = Unit

/** The result type of {@link marker}: an empty map. The command is never invoked. */
export type MarkerOK = Unit
/** The result type of {@link marker}: an empty map. The command is never invoked. */
export const MarkerOK = Unit

/**
 * `/s3/key/marker`: makes the access key of a tenant's member revocable. The tenant
 * delegates the command to the access key. Revoking the delegation revokes the access
 * key. The command grants nothing and is never invoked. The command is newer than the
 * version of the reference that this library is tested against.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * s3.key.marker.name // '/s3/key/marker'
 * ```
 */
export const marker = /* @__PURE__ */ command('/s3/key/marker', MarkerArguments, MarkerOK)
