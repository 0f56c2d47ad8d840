import type { Base64 } from '../base64.js'
import { quote, Refusal, shorten } from '../error.js'
import { Input } from '../input.js'
import type { KnownTexts } from '../known-texts.js'
import { limits } from '../limits.js'
import type { Reader } from '../reader.js'
import { sameBytes } from '../scan.js'
import type { Field } from '../struct.js'
import { checkText } from '../utf8.js'
import { BYTES_OPEN, LINK_OPEN } from './envelope.js'

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const OPEN_MAP = 0x7b
const CLOSE_MAP = 0x7d

/** What true, false, null and numbers are made of. */
const WORD = /[-+.\da-zE]/
const LITERALS = ['true', 'false', 'null']
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
/** What is no number, but for a digit more. */
const NUMBER_START = /^-?(?:(?:0|[1-9]\d*)(?:\.|(?:\.\d+)?[eE][+-]?))?$/
/** A backslash that starts no escape, where none stands for a backslash. */
const NO_ESCAPE = /\\(?!["/bfnrt]|u[\dA-Fa-f]{4})/
const FOUND: Readonly<Record<number, string>> = {
  [QUOTE]: 'text',
  [OPEN_MAP]: 'a map',
  [OPEN_LIST]: 'a list',
}

/** Reads JSON (RFC 8259) as DAG-JSON means it. */
export class JsonReader extends Input implements Reader {
  readonly fieldOrder = 'bytewise'
  // Of the string scanned last: where it ends, and whether it holds escapes or more than ASCII.
  #stringEnd = 0
  #escaped = false
  #wide = false
  /** The name of the field read last that the struct doesn't know. */
  #name = ''

  text(limit: number, expected: string, known?: KnownTexts): string {
    if (this.#token() !== QUOTE) throw this.#wrongType(expected)
    return this.#string(limit, known)
  }

  /** Reads the text whose quote stands here. */
  #string(limit: number, known?: KnownTexts): string {
    const start = this.#scan()
    const end = this.#stringEnd
    if (!this.#escaped) {
      const text = known?.find(this.source, start, end)
      if (text !== undefined) return text
      if (end - start > limit) throw this.tooLong(limit)
    }
    const text = this.#characters(start, end)
    // Only what an escape stands for can be a lone surrogate.
    if (this.#escaped) checkText(text, limit, this.at)
    return text
  }

  key(limit: number, _expected: string, known?: KnownTexts): string {
    if (this.#token() !== QUOTE) throw this.#unexpected()
    const text = this.#string(limit, known)
    this.#colon()
    return text
  }

  bytes(limit: number, base64: Base64): Uint8Array<ArrayBuffer> {
    const at = this.#openEnvelope('bytes', BYTES_OPEN, ['/', 'bytes'])
    const start = this.#scan()
    const end = this.#stringEnd
    this.at = at
    const text = this.#escaped ? this.#characters(start, end) : undefined
    if (base64.size(text?.length ?? end - start) > limit) throw this.tooLong(limit)
    const bytes =
      text === undefined
        ? base64.read(this.source, start, end)
        : base64.read(base64.digits(text), 0, text.length)
    if (bytes === undefined) {
      throw this.refuse('syntax', 'no base64, which is standard and without padding here')
    }
    this.#closeEnvelope('bytes', at, 2)
    return bytes
  }

  link(parse: (text: string, offset: number) => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const at = this.#openEnvelope('a link', LINK_OPEN, ['/'])
    this.at = at
    const text = this.#string(limits.text)
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
      if (this.key(limits.text, expected) !== key) throw this.#noEnvelope(expected, at)
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
    return sameBytes(expected, 0, this.source, this.position, expected.length)
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
    for (let tried = 0; tried < fields.length; tried++) {
      const place = (from + tried) % fields.length
      if (this.#startsWith(fields[place]!.json)) return place
    }
    return -1
  }

  /** A field that is written with escapes, or that the struct doesn't know. */
  #unusualField(fields: readonly Field[]): number {
    const name = this.#characters(this.#scan(), this.#stringEnd)
    if (new TextEncoder().encode(name).length > limits.text) throw this.tooLong(limits.text)
    this.#name = name
    return fields.findIndex((field) => field.name === name)
  }

  unknownName(): string {
    return this.#name
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
    if (this.#wide || this.#escaped) this.#characters(start, this.#stringEnd)
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
        union |= source[++i]!
      }
      union |= byte
    }
    throw this.truncated()
  }

  /** The characters of the string scanned last, which stands between `start` and `end`. */
  #characters(start: number, end: number): string {
    const text = this.#wide ? this.utf8Text(start, end) : this.asciiText(start, end)
    if (!this.#escaped) return text
    // With a character for each byte, so that a place in it is one in the input.
    const wrong = this.asciiText(start, end).replaceAll('\\\\', '//').search(NO_ESCAPE)
    if (wrong >= 0) throw syntax('an escape that JSON does not know', start + wrong)
    return JSON.parse(`"${text}"`)
  }

  /** Steps over true, false, null or a number, and returns it. */
  #scalar(): string {
    const { source, position, size } = this
    let end = position
    while (WORD.test(String.fromCharCode(source[end]!))) end++
    const word = this.asciiText(position, end)
    if (!LITERALS.includes(word) && !NUMBER.test(word)) {
      throw end === size && isStart(word) ? this.truncated() : this.#unexpected()
    }
    this.position = end
    return word
  }

  /** For the item at `at`, which is not what was expected. */
  #wrongType(expected: string): Refusal {
    const byte = this.#peek()
    const found = FOUND[byte] ?? this.#scalar()
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

/** Whether a word that the input ends in may go on to be one of JSON. */
function isStart(word: string): boolean {
  return NUMBER_START.test(word) || LITERALS.some((literal) => literal.startsWith(word))
}

function syntax(reason: string, offset: number): Refusal {
  return new Refusal('syntax', reason, offset)
}
