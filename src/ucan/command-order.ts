import type { CommandName } from '../codec/kinds/command-name.js'

/**
 * Returns whether a command includes another. A command includes itself and all
 * commands below it: `/a` includes `/a` and `/a/b`, but not `/ab`. `/` includes every
 * command.
 *
 * @see https://github.com/ucan-wg/spec#command
 */
export function includes(command: CommandName, other: CommandName): boolean {
  return command === '/' || command === other || other.startsWith(`${command}/`)
}
