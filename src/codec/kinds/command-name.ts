import { wrongType } from '../data-model.js'
import { Issue, quote } from '../error.js'
import { Kind } from '../kind.js'
import { limits } from '../limits.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'

/** The name of a UCAN command, such as `/customer/add`. */
export type CommandName = `/${string}`

/** One or more segments, each after a slash, or a single slash. */
const SYNTAX = /^\/(?:[^/]+(?:\/[^/]+)*)?$/

export class CommandNameKind extends Kind<CommandName> {
  constructor() {
    super('command')
  }

  write(value: unknown, writer: Writer): void {
    if (typeof value !== 'string') throw wrongType('command', value)
    writer.string(this.#check(value), limits.command)
  }

  read(reader: Reader): CommandName {
    return this.#check(reader.string(limits.command, 'command'), reader.at)
  }

  #check(name: string, offset?: number): CommandName {
    if (SYNTAX.test(name) && name === name.toLowerCase()) return name as CommandName
    throw new Issue('invalid-command', `expected command, received ${quote(name)}`, offset)
  }
}

/**
 * The name of a UCAN command: lowercase segments, each after a slash, or `/`
 * for all commands. The name has at most 2,048 bytes in UTF-8.
 *
 * @see https://github.com/ucan-wg/spec#command
 */
export const commandName: Type<CommandName> = /* @__PURE__ */ new CommandNameKind()
