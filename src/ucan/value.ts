import type { CID } from 'multiformats/cid'
import { bytes as bytesType } from '../codec/bytes.js'
import { isBytes } from '../codec/data-model.js'
import { did as didType, type DID } from '../codec/did.js'
import { quote, Refusal } from '../codec/error.js'
import { kindOf, wrongType } from '../codec/kind.js'
import { limits } from '../codec/limits.js'
import { link as linkType } from '../codec/link.js'
import { list } from '../codec/list.js'
import type { TokenReader } from './token-reader.js'
import type { TokenWriter } from './token-writer.js'

/**
 * How a value of a token is written and read. Each of the codec's kinds is one;
 * those below are what tokens have besides.
 */
export interface Value<T> {
  /** Throws a `Refusal` where the value is none of this sort. */
  write(value: unknown, writer: TokenWriter): void
  /** Throws a `Refusal` where none of this sort stands. */
  read(reader: TokenReader): T
}

/** What a {@link Value} reads. */
export type ValueOf<V> = V extends Value<infer T> ? T : never

export const bytes: Value<Uint8Array> = /* @__PURE__ */ kindOf(bytesType)
export const did: Value<DID> = /* @__PURE__ */ kindOf(didType)
export const link: Value<CID> = /* @__PURE__ */ kindOf(linkType)
export const links: Value<readonly CID[]> = /* @__PURE__ */ kindOf(/* @__PURE__ */ list(linkType))

/** Segments of lower case, each behind a slash, or the slash alone. */
const COMMAND = /^\/(?:[^/]+(?:\/[^/]+)*)?$/

/**
 * A command's name.
 *
 * @see https://github.com/ucan-wg/spec#command
 */
export const commandName: Value<string> = {
  write(value, writer) {
    if (typeof value !== 'string') throw wrongType('a command', value)
    writer.text(checkCommand(value), limits.text)
  },
  read(reader) {
    return checkCommand(reader.text(limits.text, 'a command'), reader.at)
  },
}

function checkCommand(name: string, offset?: number): string {
  if (!COMMAND.test(name) || name !== name.toLowerCase()) {
    throw new Refusal('wrong-type', `expected a command, found ${quote(name)}`, offset)
  }
  return name
}

/** Seconds since 1970. */
export const time: Value<number> = {
  write(value, writer) {
    if (typeof value !== 'number') throw wrongType('an integer', value)
    if (!Number.isSafeInteger(value)) throw wrongType('an integer within 2^53', value)
    writer.integer(value)
  },
  read(reader) {
    return reader.integer()
  },
}

/** A value, or null. */
export function nullable<T>(value: Value<T>): Value<T | null> {
  return {
    write(item, writer) {
      if (item === null) writer.null()
      else value.write(item, writer)
    },
    read(reader) {
      return reader.null() ? null : value.read(reader)
    },
  }
}

/** The CBOR of a value of any kind, which is measured and not read. */
export const raw: Value<Uint8Array> = {
  write: writeRaw,
  read: (reader) => reader.raw(),
}

/** The CBOR of a map, which is measured and not read. */
export const rawMap: Value<Uint8Array<ArrayBuffer>> = {
  write: writeRaw,
  read: (reader) => reader.rawMap(),
}

function writeRaw(value: unknown, writer: TokenWriter): void {
  if (!isBytes(value)) throw wrongType('bytes', value)
  writer.raw(value)
}
