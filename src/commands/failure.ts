import { struct, type StructOf } from '../codec/struct.js'
import { text } from '../codec/text.js'
import type { Type } from '../codec/type.js'

/** The arguments can't be read as the command's. Any command fails with it. */
export const MalformedArguments = 'MalformedArguments'

const fields = {
  /** Which failure it is, in one word that a program can tell: `CustomerExists`. */
  name: text,
  /** What happened, for a person. */
  message: text,
}

/** How a failed receipt says why. */
export interface Failure extends StructOf<typeof fields> {}

/**
 * How a failed receipt says why.
 *
 * @example
 * ```ts
 * import { Failure } from '@fil-forge/libforge'
 *
 * Failure.is({ name: 'CustomerExists', message: 'the customer exists already' }) // true
 * ```
 */
export const Failure: Type<Failure> = /* @__PURE__ */ struct('Failure', fields)
