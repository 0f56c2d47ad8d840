import { Kind, wrongType, type MapKey } from './kind.js'
import { KnownTexts } from './known-texts.js'
import { limits } from './limits.js'
import type { Reader } from './reader.js'
import type { Type } from './type.js'
import type { Writer } from './writer.js'

export class Text extends Kind<string> implements MapKey<string> {
  readonly expected = 'text'
  readonly known = new KnownTexts()

  constructor() {
    super('text')
  }

  write(value: unknown, writer: Writer): void {
    if (typeof value !== 'string') throw wrongType(this.expected, value)
    writer.text(value, limits.text)
  }

  read(reader: Reader): string {
    return reader.text(limits.text, this.expected)
  }

  spellKey(text: string, offset?: number): string {
    // One that is written needs no check; one that is read is kept for the sake of its string.
    if (offset !== undefined && !this.known.has(text)) this.known.keep(text)
    return text
  }
}

/** Any text. */
export const text: Type<string> & MapKey<string> = /* @__PURE__ */ new Text()
