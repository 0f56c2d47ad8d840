import { wrongType } from '../data-model.js'
import { Issue, quote } from '../error.js'
import { Kind } from '../kind.js'
import { limits } from '../limits.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'

/**
 * A decentralized identifier: `did:`, a method of a–z and 0–9, `:` and an
 * identifier. The identifier of a `did:key` is `z`, followed by base58btc characters.
 *
 * @see https://www.w3.org/TR/did-1.0/
 */
// The second member includes the first. The first is listed only to make the type a union: editors
// and compiler errors show the name of a union, but not the name of a template literal type.
export type DID = `did:key:${string}` | `did:${string}:${string}`

/** The syntax of a DID. Callers check the length. */
const SYNTAX = /^did:(?:key:z[1-9A-HJ-NP-Za-km-z]+|(?!key:)[a-z0-9]+:[^]+)$/

export class DIDKind extends Kind<DID> {
  readonly isIdentifier = true

  constructor() {
    super('did')
  }

  write(value: unknown, writer: Writer): void {
    if (typeof value !== 'string') throw wrongType('DID', value)
    writer.string(this.toKey(value), limits.did)
  }

  read(reader: Reader): DID {
    return this.toKey(reader.string(limits.did, 'DID'), reader.at)
  }

  toKey(string: string, offset?: number): DID {
    if (SYNTAX.test(string)) return string as DID
    throw new Issue('invalid-did', `expected DID, received ${quote(string)}`, offset)
  }
}

/** A DID: at most 2,048 bytes in UTF-8, or 8,192 bytes as a map key. */
export const did: Type<DID> = /* @__PURE__ */ new DIDKind()

/**
 * Returns whether a value is a DID of at most 2,048 bytes.
 *
 * @example
 * ```ts
 * import { isDID } from '@fil-forge/libforge'
 *
 * isDID('did:web:up.example') // true
 * isDID('up.example') // false
 * ```
 */
export function isDID(value: unknown): value is DID {
  return did.is(value)
}

/**
 * Returns a string as a {@link DID}.
 *
 * @throws {CodecError} `invalid-did` for a string that is not a DID, `too-long`
 *   for a DID of more than 2,048 bytes, `invalid-utf8` for a lone surrogate,
 *   `wrong-type` for a value that is not a string
 *
 * @example
 * ```ts
 * import { parseDID, type DID } from '@fil-forge/libforge'
 *
 * const service: DID = parseDID('did:web:up.example')
 * ```
 */
export function parseDID(string: string): DID {
  did.cbor.encode(string as DID)
  return string as DID
}
