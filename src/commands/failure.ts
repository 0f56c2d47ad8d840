import { string } from '../codec/kinds/string.js'
import { struct, type StructOf } from '../codec/kinds/struct.js'
import type { Type } from '../codec/type.js'

/** The failure name for arguments that can't be decoded, of any command. */
export const MalformedArguments = 'MalformedArguments'

/**
 * The failure names of a namespace, as a union: its own, and
 * `MalformedArguments`.
 *
 * @example
 * ```ts
 * import { customer, type FailureName } from '@fil-forge/libforge'
 *
 * const name: FailureName<typeof customer.failures> = 'CustomerExists'
 * ```
 */
export type FailureName<F extends Readonly<Record<string, string>>> =
  | F[keyof F]
  | typeof MalformedArguments

const fields = {
  /** The kind of failure, for programs: `CustomerExists`. */
  name: string,
  /** A description for people. */
  message: string,
}

/** Why a command failed: the error in a receipt. */
export interface Failure extends StructOf<typeof fields> {}

/**
 * Why a command failed: the error in a receipt.
 *
 * @example
 * ```ts
 * import { customer, Failure } from '@fil-forge/libforge'
 *
 * const failure: Failure = {
 *   name: customer.failures.CustomerExists,
 *   message: 'the customer is already registered',
 * }
 * Failure.is(failure) // true
 * ```
 */
export const Failure: Type<Failure> = /* @__PURE__ */ struct('Failure', fields)
