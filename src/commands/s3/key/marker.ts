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
 * `/s3/key/marker`: marks an access key. The command is delegated and never invoked:
 * revoking the delegation revokes the access key. The command is newer than the version
 * of the reference that this library is tested against.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * s3.key.marker.name // '/s3/key/marker'
 * ```
 */
export const marker = /* @__PURE__ */ command('/s3/key/marker', MarkerArguments, MarkerOK)
