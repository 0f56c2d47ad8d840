import { quote, Refusal } from './error.js'
import { Kind, wrongType } from './kind.js'
import { limits } from './limits.js'
import type { Reader } from './reader.js'
import type { Type } from './type.js'
import type { Writer } from './writer.js'

export class Enum<Member extends string> extends Kind<Member> {
  readonly members: readonly Member[]

  constructor(members: readonly Member[]) {
    super(members.join('|'))
    this.members = members
  }

  write(value: unknown, writer: Writer): void {
    if (typeof value !== 'string') throw wrongType('text', value)
    writer.text(this.#member(value), limits.text)
  }

  read(reader: Reader): Member {
    return this.#member(reader.text(limits.text, 'text'), reader.at)
  }

  #member(text: string, offset?: number): Member {
    for (const member of this.members) if (member === text) return member
    const expected = this.members.map(quote).join(' or ')
    throw new Refusal('not-in-enum', `expected ${expected}, found ${quote(text)}`, offset)
  }
}

/** One of these texts. */
export function oneOf<const Member extends string>(...members: Member[]): Type<Member> {
  return new Enum(members)
}
