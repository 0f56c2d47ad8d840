import type { CommandName } from './kinds/command-name.js'
import type { CborType, Type } from './type.js'

/**
 * A UCAN command: its name, the type of its arguments, and the type of its result
 * if it succeeds. A command whose types have DAG-JSON is a {@link JsonCommand}.
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 *
 * customer.add.name // '/customer/add'
 * customer.add.arguments.name // 'customer.AddArguments'
 * customer.add.ok.name // 'Unit'
 * ```
 */
export interface Command<A = unknown, O = unknown, N extends CommandName = CommandName> {
  /**
   * The name in UCAN tokens, such as `/customer/add`.
   *
   * @see https://github.com/ucan-wg/spec#command
   */
  readonly name: N
  /** The type of the arguments. */
  readonly arguments: CborType<A>
  /** The type of the result of a successful execution. */
  readonly ok: CborType<O>
}

/** A command whose arguments and result have DAG-JSON, like most commands. */
export interface JsonCommand<
  A = unknown,
  O = unknown,
  N extends CommandName = CommandName,
> extends Command<A, O, N> {
  /** The type of the arguments. */
  readonly arguments: Type<A>
  /** The type of the result of a successful execution. */
  readonly ok: Type<O>
}

/**
 * Defines a command by its name, the type of its arguments and the type of its
 * result. If both types have DAG-JSON, the command is a {@link JsonCommand}.
 *
 * @example
 * ```ts
 * import { command, did, string, struct } from '@fil-forge/libforge/codec'
 *
 * const greet = command(
 *   '/greeter/greet',
 *   struct('greeter.GreetArguments', { who: did }),
 *   struct('greeter.GreetOK', { text: string }),
 * )
 * greet.name // '/greeter/greet'
 * ```
 */
export function command<A, O, const N extends CommandName>(
  name: N,
  args: Type<A>,
  ok: Type<O>,
): JsonCommand<A, O, N>
export function command<A, O, const N extends CommandName>(
  name: N,
  args: CborType<A>,
  ok: CborType<O>,
): Command<A, O, N>
export function command<A, O, const N extends CommandName>(
  name: N,
  args: CborType<A>,
  ok: CborType<O>,
): Command<A, O, N> {
  return { name, arguments: args, ok }
}
