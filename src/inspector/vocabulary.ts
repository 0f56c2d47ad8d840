import type { Type } from '../codec/type.js'
import type { Command } from '../commands/command.js'
import * as customer from '../commands/customer/index.js'
import { Failure } from '../commands/failure.js'
import * as provider from '../commands/provider/index.js'
import * as s3 from '../commands/s3/index.js'
import { Unit } from '../commands/unit.js'

/** Every command, by its name. */
export const commands = new Map<string, Command>()

/** Every wire type, by its name. */
export const types = new Map<string, Type<unknown>>()

gather({ customer, provider, s3, Unit, Failure })

function gather(namespace: object): void {
  for (const member of Object.values(namespace)) {
    if (typeof member !== 'object' || member === null) continue
    if (isType(member)) types.set(member.name, member)
    else if (isCommand(member)) commands.set(member.command, member)
    else gather(member)
  }
}

function isType(member: object): member is Type<unknown> {
  return 'cbor' in member
}

function isCommand(member: object): member is Command {
  return 'command' in member
}
