import { struct } from '../codec/kinds/struct.js'
import type { Type } from '../codec/type.js'

/** An empty map, for commands without arguments or without a result. */
export interface Unit extends Record<string, never> {}

/**
 * An empty map, for commands without arguments or without a result.
 *
 * @example
 * ```ts
 * import { Unit } from '@fil-forge/libforge'
 *
 * Unit.cbor.encode({}) // Uint8Array [ 0xa0 ]
 * ```
 */
export const Unit: Type<Unit> = /* @__PURE__ */ struct('Unit', {}) as Type<Unit>
