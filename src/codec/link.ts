import type { CID } from 'multiformats/cid'
import { cidOf, inspect, parse, spell } from './cid.js'
import { isBytes, isLink } from './data-model.js'
import { Refusal } from './error.js'
import { Kind, wrongType, type MapKey } from './kind.js'
import { KnownTexts } from './known-texts.js'
import type { Reader } from './reader.js'
import type { Type } from './type.js'
import type { Writer } from './writer.js'

/**
 * A link: a CID. As the key of a map it is its text.
 *
 * @see https://github.com/multiformats/cid
 */
export class Link extends Kind<CID> implements MapKey<string> {
  readonly expected = 'a CID'
  readonly known = new KnownTexts()

  constructor() {
    super('link')
  }

  write(value: unknown, writer: Writer): void {
    if (!isLink(value)) throw wrongType('a link', value)
    const { bytes } = value
    if (!isBytes(bytes)) throw new Refusal('wrong-type', 'expected a link, found one without bytes')
    inspect(bytes)
    writer.link(bytes, spell)
  }

  read(reader: Reader): CID {
    return cidOf(reader.link(parse), reader.at)
  }

  spellKey(text: string, offset?: number): string {
    if (this.known.has(text)) return text
    const spelling = spell(parse(text, offset))
    this.known.keep(spelling)
    return spelling
  }
}

/** A link. */
export const link: Type<CID> & MapKey<string> = /* @__PURE__ */ new Link()
