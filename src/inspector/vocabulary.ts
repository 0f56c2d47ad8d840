import type { CborType, Command } from '../codec/index.js'
import * as libforge from '../index.js'

/** All commands, by name. */
export const commands = new Map<string, Command>()

/** All wire types, by name. */
export const types = new Map<string, CborType<unknown>>()

gather(libforge)

function gather(namespace: object): void {
  for (const member of Object.values(namespace)) {
    if (typeof member !== 'object' || member === null) continue
    if (isType(member)) types.set(member.name, member)
    else if (isCommand(member)) commands.set(member.name, member)
    else gather(member)
  }
}

function isType(member: object): member is CborType<unknown> {
  return 'cbor' in member
}

function isCommand(member: object): member is Command {
  return 'ok' in member
}
