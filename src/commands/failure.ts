import { string } from '../codec/kinds/string.js'
import { struct, type StructOf } from '../codec/kinds/struct.js'
import type { Type } from '../codec/type.js'

/** The name of the failure if the arguments of an invocation can't be decoded. Any command may fail with it. */
export const MalformedArguments = 'MalformedArguments'

/**
 * The union of a namespace's failure names and `MalformedArguments`.
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
  /** The kind of failure, such as `CustomerExists`, for programs. */
  name: string,
  /** A description for people. */
  message: string,
}

/** The reason why a command failed: the error in a receipt. */
export interface Failure extends StructOf<typeof fields> {}

/**
 * The reason why a command failed: the error in a receipt.
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
