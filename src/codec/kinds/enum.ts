import { wrongType } from '../data-model.js'
import { Issue, quote } from '../error.js'
import { Kind } from '../kind.js'
import { limits } from '../limits.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'

export class EnumKind<Member extends string> extends Kind<Member> {
  readonly members: readonly Member[]

  constructor(members: readonly Member[]) {
    super(members.join('|'))
    this.members = members
  }

  write(value: unknown, writer: Writer): void {
    if (typeof value !== 'string') throw wrongType('string', value)
    writer.string(this.#member(value), limits.string)
  }

  read(reader: Reader): Member {
    return this.#member(reader.string(limits.string, 'string'), reader.at)
  }

  #member(string: string, offset?: number): Member {
    for (const member of this.members) if (member === string) return member
    const expected = this.members.map(quote).join(' or ')
    throw new Issue('not-in-enum', `expected ${expected}, received ${quote(string)}`, offset)
  }
}

/**
 * Defines an enum: one of these strings.
 *
 * @example
 * ```ts
 * import { oneOf } from '@fil-forge/libforge/codec'
 *
 * oneOf('sigv4', 'sigv4a').is('sigv4') // true
 * ```
 */
export function oneOf<const Member extends string>(...members: Member[]): Type<Member> {
  return new EnumKind(members)
}
