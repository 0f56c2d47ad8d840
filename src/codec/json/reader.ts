import type { Base64 } from '../base64.js'
import { quote, Refusal, shorten } from '../error.js'
import { Input } from '../input.js'
import type { KnownTexts } from '../known-texts.js'
import { limits } from '../limits.js'
import type { Reader } from '../reader.js'
import { sameBytes } from '../scan.js'
import type { Field } from '../struct.js'
import { utf8Length } from '../utf8.js'
import { BYTES_OPEN, LINK_OPEN } from './envelope.js'

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const OPEN_MAP = 0x7b
const CLOSE_MAP = 0x7d
const LOWER_U = 0x75

const LITERALS = ['true', 'false', 'null']
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
/** The characters that a backslash and a letter stand for. */
const LETTERS = '"\\/bfnrt'
const CHARACTERS = '"\\/\b\f\n\r\t'

/** Reads JSON (RFC 8259) as DAG-JSON means it. */
export class JsonReader extends Input implements Reader {
  readonly fieldOrder = 'bytewise'
  // Of the string scanned last: where it ends, and whether it holds escapes or more than ASCII.
  #stringEnd = 0
  #escaped = false
  #wide = false
  /** Whether an escape in it stands for more than ASCII. */
  #wideEscape = false
  // Of the field read last that the struct doesn't know.
  #nameStart = 0
  #nameEnd = 0

  text(limit: number, expected: string, known?: KnownTexts): string {
    if (this.#token() !== QUOTE) throw this.#wrongType(expected)
    const start = this.#scan()
    const end = this.#stringEnd
    if (this.#escaped) return this.#unescapedText(start, end, limit)
    const text = known?.find(this.source, start, end)
    if (text !== undefined) return text
    if (end - start > limit) throw this.tooLong(limit)
    return this.#wide ? this.utf8Text(start, end) : this.asciiText(start, end)
  }

  key(limit: number, expected: string, known?: KnownTexts): string {
    if (this.#token() !== QUOTE) throw this.#unexpected()
    const text = this.text(limit, expected, known)
    this.#colon()
    return text
  }

  bytes(limit: number, base64: Base64): Uint8Array<ArrayBuffer> {
    const at = this.#openEnvelope('bytes', BYTES_OPEN, ['/', 'bytes'])
    let start = this.#scan()
    let end = this.#stringEnd
    let digits: Uint8Array = this.source
    this.at = at
    if (this.#escaped) {
      digits = base64.digits(this.#unescaped(start, end, 2 * limit, this.#wide))
      start = 0
      end = digits.length
    }
    if (base64.size(end - start) > limit) throw this.tooLong(limit)
    const bytes = base64.read(digits, start, end)
    if (bytes === undefined) {
      throw this.refuse('syntax', 'no base64, which is standard and without padding here')
    }
    this.#closeEnvelope('bytes', at, 2)
    return bytes
  }

  link(parse: (text: string, offset: number) => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const at = this.#openEnvelope('a link', LINK_OPEN, ['/'])
    const text = this.text(limits.text, 'a link')
    this.#closeEnvelope('a link', at, 1)
    return parse(text, at)
  }

  /**
   * Opens the maps around bytes or a link, up to the string in them, and
   * returns where they start. Most often they stand there as this library
   * writes them, byte for byte.
   */
  #openEnvelope(expected: string, usual: Uint8Array, keys: readonly string[]): number {
    if (this.#token() !== OPEN_MAP) throw this.#wrongType(expected)
    const at = this.position
    if (this.#startsWith(usual)) {
      this.position += usual.length - 1
      return at
    }
    for (const key of keys) {
      if (this.#token() !== OPEN_MAP) throw this.#noEnvelope(expected, at)
      this.position++
      if (this.#token() === CLOSE_MAP) throw this.#noEnvelope(expected, at)
      if (this.key(limits.text, 'text') !== key) throw this.#noEnvelope(expected, at)
    }
    if (this.#token() !== QUOTE) throw this.#noEnvelope(expected, at)
    return at
  }

  #closeEnvelope(expected: string, at: number, depth: number): void {
    for (let i = 0; i < depth; i++) {
      const byte = this.#peek()
      if (byte === COMMA) throw this.#noEnvelope(expected, at)
      if (byte !== CLOSE_MAP) throw this.#unexpected()
      this.position++
    }
    this.at = at
  }

  #noEnvelope(expected: string, at: number): Refusal {
    return new Refusal('wrong-type', `expected ${expected}, found a map`, at)
  }

  #startsWith(expected: Uint8Array): boolean {
    return (
      this.position + expected.length <= this.size &&
      sameBytes(expected, 0, this.source, this.position, expected.length)
    )
  }

  override end(): void {
    this.#peek()
    super.end()
  }

  null(): boolean {
    if (this.#peek() !== 0x6e) return false
    this.at = this.position
    this.#scalar()
    return true
  }

  openMap(): number {
    if (this.#token() !== OPEN_MAP) throw this.#wrongType('a map')
    this.position++
    return 0
  }

  nextEntry(entries: number): number {
    return this.#next(entries, CLOSE_MAP)
  }

  field(fields: readonly Field[], from: number): number {
    if (this.#token() !== QUOTE) throw this.#unexpected()
    const found = this.#usualField(fields, from)
    if (found >= 0) this.position += fields[found]!.json.length
    const index = found >= 0 ? found : this.#unusualField(fields)
    this.#colon()
    return index
  }

  /** A field that is written without escapes. */
  #usualField(fields: readonly Field[], from: number): number {
    for (let i = from; i < fields.length; i++) if (this.#startsWith(fields[i]!.json)) return i
    for (let i = 0; i < from; i++) if (this.#startsWith(fields[i]!.json)) return i
    return -1
  }

  /** A field that is written with escapes, or that the struct doesn't know. */
  #unusualField(fields: readonly Field[]): number {
    this.#nameStart = this.#scan()
    this.#nameEnd = this.#stringEnd
    const name = this.unknownName()
    if (new TextEncoder().encode(name).length > limits.text) throw this.tooLong(limits.text)
    return fields.findIndex((field) => field.name === name)
  }

  unknownName(): string {
    return this.#unescaped(this.#nameStart, this.#nameEnd, limits.text, true)
  }

  openList(): number {
    if (this.#token() !== OPEN_LIST) throw this.#wrongType('a list')
    this.position++
    return 0
  }

  nextItem(items: number): number {
    return this.#next(items, CLOSE_LIST)
  }

  skip(): void {
    // What will close each list and map that is open.
    const open: number[] = []
    do {
      if (open.length >= limits.depth) {
        this.#token()
        throw this.tooDeep(limits.depth)
      }
      const closing = this.#stepIn()
      if (closing > 0) open.push(closing)
      else this.#stepOut(open)
    } while (open.length > 0)
  }

  /** Steps over a scalar or an empty list or map, else up to the first value in it; returns what will close it. */
  #stepIn(): number {
    const byte = this.#token()
    if (byte === QUOTE) this.#stepOverString()
    else if (byte !== OPEN_MAP && byte !== OPEN_LIST) this.#scalar()
    else {
      const closing = byte === OPEN_MAP ? CLOSE_MAP : CLOSE_LIST
      this.position++
      if (this.#peek() !== closing) {
        if (closing === CLOSE_MAP) this.#stepOverKey()
        return closing
      }
      this.position++
    }
    return 0
  }

  /** After a value: steps over what closes, up to the next value. */
  #stepOut(open: number[]): void {
    while (open.length > 0) {
      const closing = open[open.length - 1]!
      const byte = this.#peek()
      if (byte === COMMA) {
        this.position++
        if (closing === CLOSE_MAP) this.#stepOverKey()
        return
      }
      if (byte !== closing) throw this.#unexpected()
      this.position++
      open.pop()
    }
  }

  #stepOverKey(): void {
    if (this.#token() !== QUOTE) throw this.#unexpected()
    this.#stepOverString()
    this.#colon()
  }

  #stepOverString(): void {
    const start = this.#scan()
    const end = this.#stringEnd
    if (this.#wide) this.utf8Text(start, end)
    if (!this.#escaped) return
    for (let i = start; i < end; i++) {
      if (this.source[i] !== BACKSLASH) continue
      this.#escape(i, end)
      i += this.#escapeSize(i) - 1
    }
  }

  /** Where an entry or item may follow: steps over the comma before it, or over what closes. */
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

  /** Steps over white space; the byte there, or -1 at the end. */
  #peek(): number {
    const { source, size } = this
    while (this.position < size) {
      const byte = source[this.position]!
      if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09))
        return byte
      this.position++
    }
    return -1
  }

  /** The same, where an item starts. */
  #token(): number {
    const byte = this.#peek()
    this.at = this.position
    return byte
  }

  #colon(): void {
    if (this.#peek() !== COLON) throw this.#unexpected()
    this.position++
  }

  /** Steps over a string, and returns where its characters start. */
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
      if (byte < 0x20) throw syntax('a control character in a string', i)
      if (byte === BACKSLASH) {
        this.#escaped = true
        i++
      }
      union |= byte
    }
    throw this.truncated()
  }

  /** A string with escapes, as a text. */
  #unescapedText(start: number, end: number, limit: number): string {
    const text = this.#unescaped(start, end, limit, this.#wide)
    // Only what an escape stands for can be a lone surrogate, or more than ASCII where nothing else is.
    if (this.#wide || this.#wideEscape) utf8Length(text, limit, this.at)
    else if (text.length > limit) throw this.tooLong(limit)
    return text
  }

  /** The characters of a string between `start` and `end`, escapes read; at most a little over `limit` of them. */
  #unescaped(start: number, end: number, limit: number, wide: boolean): string {
    const { source } = this
    let text = ''
    let from = start
    this.#wideEscape = false
    for (let i = start; i < end; i++) {
      if (source[i] !== BACKSLASH) continue
      const unit = this.#escape(i, end)
      if (unit > 0x7f) this.#wideEscape = true
      text += this.#characters(from, i, wide) + String.fromCharCode(unit)
      from = i + this.#escapeSize(i)
      i = from - 1
      if (text.length > limit) throw this.tooLong(limit)
    }
    return text + this.#characters(from, end, wide)
  }

  #characters(start: number, end: number, wide: boolean): string {
    return wide ? this.utf8Text(start, end) : this.asciiText(start, end)
  }

  /** The UTF-16 unit that the escape at `i` stands for. */
  #escape(i: number, end: number): number {
    const { source } = this
    if (source[i + 1] !== LOWER_U) {
      const letter = LETTERS.indexOf(String.fromCharCode(source[i + 1]!))
      if (letter < 0) throw syntax('an escape that JSON does not know', i)
      return CHARACTERS.charCodeAt(letter)
    }
    let unit = 0
    for (let j = i + 2; j < i + 6; j++) {
      const digit = j < end ? hexValue(source[j]!) : -1
      if (digit < 0) throw syntax('an escape without four digits', i)
      unit = unit * 16 + digit
    }
    return unit
  }

  #escapeSize(i: number): number {
    return this.source[i + 1] === LOWER_U ? 6 : 2
  }

  /** Steps over true, false, null or a number, and returns it. */
  #scalar(): string {
    const { source, position, size } = this
    let end = position
    while (end < size && isWordByte(source[end]!)) end++
    const word = this.asciiText(position, end)
    if (!LITERALS.includes(word) && !NUMBER.test(word)) {
      throw word !== '' && end === size ? this.truncated() : this.#unexpected()
    }
    this.position = end
    return word
  }

  /** For the item at `at`, which is not what was expected. */
  #wrongType(expected: string): Refusal {
    const byte = this.#peek()
    const found =
      byte === QUOTE
        ? 'text'
        : byte === OPEN_MAP
          ? 'a map'
          : byte === OPEN_LIST
            ? 'a list'
            : this.#scalar()
    return this.refuse('wrong-type', `expected ${expected}, found ${shorten(found)}`)
  }

  /** For what can't stand here in any JSON. */
  #unexpected(): Refusal {
    const byte = this.#peek()
    if (byte < 0) return this.truncated()
    const character = byte < 0x7f ? quote(String.fromCharCode(byte)) : `byte 0x${byte.toString(16)}`
    return syntax(`unexpected ${character}`, this.position)
  }
}

/** Whether a byte may be part of true, false, null or a number. */
function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x45
  )
}

/** What a hexadecimal digit stands for; -1 for another byte. */
function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

function syntax(reason: string, offset: number): Refusal {
  return new Refusal('syntax', reason, offset)
}
