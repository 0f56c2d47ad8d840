import { struct } from '../codec/kinds/struct.js'
import type { Type } from '../codec/type.js'

/** An empty map: the arguments or the result of a command that has none. */
export interface Unit extends Record<string, never> {}

/**
 * An empty map: the arguments or the result of a command that has none.
 *
 * @example
 * ```ts
 * import { Unit } from '@fil-forge/libforge'
 *
 * Unit.cbor.encode({}) // Uint8Array [ 0xa0 ]
 * ```
 */
export const Unit: Type<Unit> = /* @__PURE__ */ struct('Unit', {}) as Type<Unit>
