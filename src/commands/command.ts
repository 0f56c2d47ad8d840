import type { Type } from '../codec/type.js'

/**
 * A command of the Forge network: what it is called, what it is invoked with
 * and what it returns when it succeeds.
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 *
 * customer.add.command // '/customer/add'
 * customer.add.arguments.name // 'customer.AddArguments'
 * customer.add.ok.name // 'Unit'
 * ```
 */
export interface Command<A = unknown, O = unknown, C extends string = string> {
  /**
   * The command as UCAN writes it: `/customer/add`.
   *
   * @see https://github.com/ucan-wg/spec#command
   */
  readonly command: C
  /** The type of its arguments. */
  readonly arguments: Type<A>
  /** The type of its result, where it succeeds. */
  readonly ok: Type<O>
}

/** Defines a command. */
export function command<A, O, const C extends string>(
  name: C,
  args: Type<A>,
  ok: Type<O>,
): Command<A, O, C> {
  return { command: name, arguments: args, ok }
}
