import { base64Size, readBase64 } from '../base64.js'
import { Issue, mismatch, quote, shorten, tooLong } from '../error.js'
import type { Field } from '../field.js'
import { limits } from '../limits.js'
import { Reader } from '../reader.js'
import { checkString, utf8Length } from '../utf8.js'
import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_MAP,
  COLON,
  COMMA,
  OPEN_LIST,
  OPEN_MAP,
  QUOTE,
} from './characters.js'

/** A superset of the characters of true, false, null and numbers. */
const WORD = /[-+.\da-zE]/
const LITERALS = ['true', 'false', 'null']
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
/** An incomplete number that one more digit completes, such as `-`, `1.` or `1e+`. */
const NUMBER_START = /^-?(?:(?:0|[1-9]\d*)(?:\.|(?:\.\d+)?[eE][+-]?))?$/
const INTEGER = /^-?\d+$/
/** The most characters of an integer of 64 bits. */
const INTEGER_LENGTH = 20
/** An invalid escape, in a string whose escaped backslashes have been replaced. */
const INVALID_ESCAPE = /\\(?!["/bfnrt]|u[\dA-Fa-f]{4})/
const NAMES: Readonly<Record<number, string>> = {
  [QUOTE]: 'string',
  [OPEN_MAP]: 'map',
  [OPEN_LIST]: 'list',
}

/** Decodes DAG-JSON: JSON (RFC 8259) whose byte strings and links are maps with the key `/`. */
export class JsonReader extends Reader {
  readonly fieldOrder = 'json'
  /** The end of the last string scanned. */
  #stringEnd = 0
  /** Whether the last string scanned has escapes. */
  #escaped = false
  /** Whether the last string scanned has bytes outside of ASCII. */
  #wide = false
  /** The last field name that `#match` did not find. */
  #name = ''

  string(limit: number, expected: string): string {
    if (this.#token() !== QUOTE) throw this.#wrongType(expected)
    return this.#string(limit)
  }

  /** Decodes the string that starts at the current position. */
  #string(limit: number): string {
    const start = this.#scan()
    const end = this.#stringEnd
    if (!this.#escaped && end - start > limit) throw tooLong('string', limit, this.at)
    const string = this.#characters(start, end)
    // Only an escape can encode a lone surrogate.
    if (this.#escaped) checkString(string, limit, this.at)
    return string
  }

  key(): string {
    if (this.#token() !== QUOTE) throw this.#unexpected()
    const key = this.#string(limits.string)
    this.#colon()
    return key
  }

  bytes(limit: number): Uint8Array<ArrayBuffer> {
    const at = this.#openEnvelope('byte string', '{"/":{"bytes":"', ['/', 'bytes'])
    const start = this.#scan()
    const end = this.#stringEnd
    this.at = at
    // An escape may encode a base64 digit.
    const digits = this.#escaped
      ? new TextEncoder().encode(this.#characters(start, end))
      : undefined
    if (base64Size(digits?.length ?? end - start) > limit) {
      throw tooLong('byte string', limit, at)
    }
    const bytes =
      digits === undefined
        ? readBase64(this.source, start, end)
        : readBase64(digits, 0, digits.length)
    if (bytes === undefined) {
      throw this.issue('syntax', 'expected standard base64 without padding and with unused bits 0')
    }
    this.#closeEnvelope('byte string', at, 2)
    return bytes
  }

  link(): string {
    const at = this.#openEnvelope('link', '{"/":"', ['/'])
    this.at = at
    const string = this.#string(limits.string)
    this.#closeEnvelope('link', at, 1)
    return string
  }

  /**
   * Opens the maps around a byte string or link, up to the string inside, and
   * returns the offset of the outer map. First tries `usual`, the form of the maps
   * without white space.
   */
  #openEnvelope(expected: string, usual: string, keys: readonly string[]): number {
    if (this.#token() !== OPEN_MAP) throw this.#wrongType(expected)
    const at = this.position
    if (this.#startsWith(usual)) {
      this.position += usual.length - 1
      return at
    }
    for (const key of keys) {
      if (this.#token() !== OPEN_MAP) throw mismatch(expected, 'map', at)
      this.position++
      if (this.#token() === CLOSE_MAP) throw mismatch(expected, 'map', at)
      if (this.key() !== key) throw mismatch(expected, 'map', at)
    }
    if (this.#token() !== QUOTE) throw mismatch(expected, 'map', at)
    return at
  }

  #closeEnvelope(expected: string, at: number, depth: number): void {
    for (let i = 0; i < depth; i++) {
      const byte = this.#peek()
      if (byte === COMMA) throw mismatch(expected, 'map', at)
      if (byte !== CLOSE_MAP) throw this.#unexpected()
      this.position++
    }
    this.at = at
  }

  #startsWith(ascii: string): boolean {
    const { source, position } = this
    for (let i = 0; i < ascii.length; i++) {
      if (source[position + i] !== ascii.charCodeAt(i)) return false
    }
    return position + ascii.length <= this.size
  }

  integer(): number | bigint {
    const byte = this.#token()
    if (byte < 0 || byte in NAMES) throw this.#wrongType('integer')
    const word = this.#word()
    if (!INTEGER.test(word)) throw this.mismatch('integer', shorten(word))
    if (word.length > INTEGER_LENGTH) {
      throw this.issue('out-of-range', 'expected 64-bit integer')
    }
    const value = Number(word)
    // The addition of 0 turns -0 into 0.
    return Number.isSafeInteger(value) ? value + 0 : BigInt(word)
  }

  override end(): void {
    this.#peek()
    super.end()
  }

  null(): boolean {
    if (this.#peek() !== 0x6e) return false
    this.at = this.position
    this.#word()
    return true
  }

  openMap(): number {
    if (this.#token() !== OPEN_MAP) throw this.#wrongType('map')
    this.position++
    return 0
  }

  nextEntry(entries: number): number {
    return this.#next(entries, CLOSE_MAP)
  }

  field(fields: ReadonlyArray<Field<unknown>>, from: number): number {
    if (this.#token() !== QUOTE) throw this.#unexpected()
    let found = this.#match(fields, from)
    if (found < 0) {
      // The name has escapes, or is unknown.
      const name = this.#characters(this.#scan(), this.#stringEnd)
      if (new TextEncoder().encode(name).length > limits.string) {
        throw tooLong('string', limits.string, this.at)
      }
      this.#name = name
      found = fields.findIndex((field) => field.name === name)
    }
    this.#colon()
    return found
  }

  /** Skips a known name without escapes, and returns its position in `fields`. Returns -1 for any other name. */
  #match(fields: ReadonlyArray<Field<unknown>>, from: number): number {
    const { source, position } = this
    for (let tried = 0; tried < fields.length; tried++) {
      const place = (from + tried) % fields.length
      const { json } = fields[place]!
      let i = 0
      while (i < json.length && source[position + i] === json[i]) i++
      if (i === json.length && position + i <= this.size) {
        this.position += i
        return place
      }
    }
    return -1
  }

  unknownName(): string {
    return this.#name
  }

  openList(): number {
    if (this.#token() !== OPEN_LIST) throw this.#wrongType('list')
    this.position++
    return 0
  }

  nextItem(items: number): number {
    return this.#next(items, CLOSE_LIST)
  }

  skip(depth: number): void {
    /** The closing character of each open list and map. */
    const open: number[] = []
    do {
      if (open.length >= depth) {
        this.#token()
        throw this.tooDeep(depth)
      }
      const closing = this.#skipItem()
      if (closing > 0) open.push(closing)
      else this.#skipClosing(open)
    } while (open.length > 0)
  }

  /** Skips a scalar, or an empty list or map, and returns 0. For any other list or map, skips to its first value and returns the closing character. */
  #skipItem(): number {
    const byte = this.#token()
    if (byte === QUOTE) this.#skipString()
    else if (byte !== OPEN_MAP && byte !== OPEN_LIST) this.#word()
    else {
      const closing = byte === OPEN_MAP ? CLOSE_MAP : CLOSE_LIST
      this.position++
      if (this.#peek() !== closing) {
        if (closing === CLOSE_MAP) this.#skipKey()
        return closing
      }
      this.position++
    }
    return 0
  }

  /** Skips the closing characters after a value, and the comma and key before the next value. */
  #skipClosing(open: number[]): void {
    while (open.length > 0) {
      const closing = open[open.length - 1]!
      const byte = this.#peek()
      if (byte === COMMA) {
        this.position++
        if (closing === CLOSE_MAP) this.#skipKey()
        return
      }
      if (byte !== closing) throw this.#unexpected()
      this.position++
      open.pop()
    }
  }

  #skipKey(): void {
    if (this.#token() !== QUOTE) throw this.#unexpected()
    this.#skipString()
    this.#colon()
  }

  #skipString(): void {
    const start = this.#scan()
    const end = this.#stringEnd
    let size = end - start
    if (this.#wide || this.#escaped) {
      const string = this.#characters(start, end)
      if (this.#escaped) size = utf8Length(string)
    }
    if (size > limits.string) throw tooLong('string', limits.string, this.at)
  }

  /** Skips the comma before an entry or item, and returns the new count. At the end, skips the closing character and returns -1. */
  #next(count: number, closing: number): number {
    const byte = this.#peek()
    if (byte === closing) {
      this.position++
      return -1
    }
    if (count > 0) {
      if (byte !== COMMA) throw this.#unexpected()
      this.position++
    }
    return count + 1
  }

  /** Skips white space, and returns the next byte, or -1 at the end. */
  #peek(): number {
    const { source, size } = this
    while (this.position < size) {
      const byte = source[this.position]!
      if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) {
        return byte
      }
      this.position++
    }
    return -1
  }

  /** Skips white space, sets `at`, and returns the next byte, or -1 at the end. */
  #token(): number {
    const byte = this.#peek()
    this.at = this.position
    return byte
  }

  #colon(): void {
    if (this.#peek() !== COLON) throw this.#unexpected()
    this.position++
  }

  /** Skips a string, and returns the offset of its first character. */
  #scan(): number {
    const { source, size } = this
    const start = this.position + 1
    let union = 0
    this.#escaped = false
    for (let i = start; i < size; i++) {
      const byte = source[i]!
      if (byte === QUOTE) {
        this.#wide = union > 0x7f
        this.#stringEnd = i
        this.position = i + 1
        return start
      }
      if (byte < 0x20) throw syntax('control character in a string', i)
      if (byte === BACKSLASH) {
        this.#escaped = true
        if (++i < size) union |= source[i]!
      }
      union |= byte
    }
    throw this.truncated()
  }

  /** Returns the characters of the string scanned last, with its escapes decoded. */
  #characters(start: number, end: number): string {
    const string = this.#wide ? this.utf8(start, end) : this.ascii(start, end)
    if (!this.#escaped) return string
    // `ascii` returns one character per byte, so that an index is an offset.
    const wrong = this.ascii(start, end).replaceAll('\\\\', '//').search(INVALID_ESCAPE)
    if (wrong >= 0) throw syntax('invalid escape', start + wrong)
    return JSON.parse(`"${string}"`)
  }

  /** Skips true, false, null or a number, and returns it. */
  #word(): string {
    const { source, position, size } = this
    let end = position
    while (end < size && WORD.test(String.fromCharCode(source[end]!))) end++
    const word = this.ascii(position, end)
    if (!LITERALS.includes(word) && !NUMBER.test(word)) {
      throw end === size && isWordStart(word) ? this.truncated() : this.#unexpected()
    }
    this.position = end
    return word
  }

  /** Returns the issue for the current item, which is of another type. */
  #wrongType(expected: string): Issue {
    return this.mismatch(expected, NAMES[this.#peek()] ?? shorten(this.#word()))
  }

  /** Returns the issue for an unexpected byte, or for the end of the input. */
  #unexpected(): Issue {
    const byte = this.#peek()
    if (byte < 0) return this.truncated()
    const character = byte < 0x7f ? quote(String.fromCharCode(byte)) : `byte 0x${byte.toString(16)}`
    return syntax(`unexpected ${character}`, this.position)
  }
}

/** Returns whether more input could turn a word into a literal or number. */
function isWordStart(word: string): boolean {
  return NUMBER_START.test(word) || LITERALS.some((literal) => literal.startsWith(word))
}

function syntax(reason: string, offset: number): Issue {
  return new Issue('syntax', reason, offset)
}
