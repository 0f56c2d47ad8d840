import { command } from '../../command.js'
import { Unit } from '../../unit.js'

/** The arguments of {@link marker}: none. */
export type MarkerArguments = Unit
/** The arguments of {@link marker}: none. */
export const MarkerArguments = Unit

/** What {@link marker} would return: nothing. */
export type MarkerOK = Unit
/** What {@link marker} would return: nothing. */
export const MarkerOK = Unit

/**
 * `/s3/key/marker`: never invoked. Its delegation is a handle to revoke an
 * access key by.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * s3.key.marker.command // '/s3/key/marker'
 * ```
 */
export const marker = /* @__PURE__ */ command('/s3/key/marker', MarkerArguments, MarkerOK)
