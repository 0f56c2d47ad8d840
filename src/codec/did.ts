import { quote, Refusal } from './error.js'
import { Kind, wrongType, type MapKey } from './kind.js'
import { KnownTexts } from './known-texts.js'
import { limits } from './limits.js'
import type { Reader } from './reader.js'
import type { Type } from './type.js'
import type { Writer } from './writer.js'

/**
 * A decentralized identifier: `did:`, a method of a–z and 0–9, `:` and an
 * identifier.
 *
 * @see https://www.w3.org/TR/did-1.0/
 */
export type DID = `did:${string}:${string}`

/** A did:key is base58btc, which its alphabet tells: every text over it can be decoded. */
const SYNTAX = /^did:(?:key:z[1-9A-HJ-NP-Za-km-z]+|(?!key:)[a-z0-9]+:[^]+)$/

export class Did extends Kind<DID> implements MapKey<DID> {
  readonly expected = 'a DID'
  readonly known = new KnownTexts()

  constructor() {
    super('did')
  }

  write(value: unknown, writer: Writer): void {
    if (typeof value !== 'string') throw wrongType(this.expected, value)
    writer.text(this.spellKey(value), limits.did)
  }

  read(reader: Reader): DID {
    return this.spellKey(reader.text(limits.did, this.expected, this.known), reader.at)
  }

  spellKey(text: string, offset?: number): DID {
    if (!this.known.has(text)) {
      if (!SYNTAX.test(text)) {
        throw new Refusal('invalid-did', `expected a DID, found ${quote(text)}`, offset)
      }
      this.known.keep(text)
    }
    return text as DID
  }
}

/** A DID. */
export const did: Type<DID> & MapKey<DID> = /* @__PURE__ */ new Did()
