import { struct } from '../codec/struct.js'
import type { Type } from '../codec/type.js'

/** Nothing: a map without entries. What a command takes or returns that has nothing to say. */
export interface Unit extends Record<string, never> {}

/**
 * Nothing: a map without entries.
 *
 * @example
 * ```ts
 * import { Unit } from '@fil-forge/libforge'
 *
 * Unit.cbor.encode({}) // Uint8Array [ 0xa0 ]
 * ```
 */
export const Unit: Type<Unit> = /* @__PURE__ */ struct('Unit', {}) as Type<Unit>
