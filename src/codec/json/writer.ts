import { base64Length, writeBase64 } from '../base64.js'
import { byteLength } from '../data-model.js'
import { tooLong } from '../error.js'
import type { Field } from '../field.js'
import { limits } from '../limits.js'
import { decodeUtf8, writeUtf8 } from '../platform.js'
import { checkString } from '../utf8.js'
import { Writer } from '../writer.js'
import { CLOSE_LIST, CLOSE_MAP, COLON, COMMA, OPEN_LIST, OPEN_MAP, QUOTE } from './characters.js'

/** The maximum number of bytes per UTF-16 unit: the length of an escape such as `\u001f`. */
const LONGEST_ESCAPE = 6
/** The escape of each ASCII character that has one. */
const ESCAPES = /* @__PURE__ */ Array.from({ length: 0x80 }, (_, unit) => {
  const escaped = escape(String.fromCharCode(unit))
  return escaped.length > 1 ? escaped : undefined
})

/** Escapes a string as the reference does: what `JSON.stringify` escapes, and also `<`, `>`, `&`, U+2028 and U+2029. */
function escape(string: string): string {
  return JSON.stringify(string)
    .slice(1, -1)
    .replaceAll(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
}

/** Encodes DAG-JSON as the reference does: without white space. */
export class JsonWriter extends Writer {
  protected readonly fieldOrder = 'json'
  readonly linksAreStrings = true

  string(value: string, limit: number): void {
    const units = value.length
    if (units > limit) throw tooLong('string', limit)
    this.reserve(units + 2)
    const { out } = this
    let { length } = this
    out[length++] = QUOTE
    for (let i = 0; i < units; i++) {
      const unit = value.charCodeAt(i)
      if (unit > 0x7f || ESCAPES[unit] !== undefined) {
        this.length = length
        return this.#escaped(value, i, limit)
      }
      out[length++] = unit
    }
    out[length++] = QUOTE
    this.length = length
  }

  /** Continues a string at `from`, the first character that needs an escape or is not ASCII. */
  #escaped(value: string, from: number, limit: number): void {
    this.reserve((value.length - from) * LONGEST_ESCAPE + 1)
    for (let i = from; i < value.length; i++) {
      const unit = value.charCodeAt(i)
      if (unit > 0x7f) {
        checkString(value, limit)
        this.length += writeUtf8(this.out, escape(value.slice(i)), this.length)
        break
      }
      const escaped = ESCAPES[unit]
      if (escaped === undefined) this.out[this.length++] = unit
      else this.#ascii(escaped)
    }
    this.out[this.length++] = QUOTE
  }

  bytes(value: Uint8Array): void {
    const size = byteLength(value)
    this.reserve(base64Length(size) + 18)
    this.#ascii('{"/":{"bytes":"')
    this.length = writeBase64(this.out, this.length, value, size)
    this.#ascii('"}}')
  }

  link(string: string): void {
    this.reserve(string.length + 8)
    this.#ascii('{"/":"')
    this.#ascii(string)
    this.#ascii('"}')
  }

  integer(value: number | bigint): void {
    const digits = String(value)
    this.reserve(digits.length)
    this.#ascii(digits)
  }

  null(): void {
    this.reserve(4)
    this.#ascii('null')
  }

  openMap(): void {
    this.#put(OPEN_MAP)
  }

  protected field({ json }: Field<unknown>): void {
    this.#separate()
    this.reserve(json.length + 1)
    const { out } = this
    let { length } = this
    for (let i = 0; i < json.length; i++) out[length++] = json[i]!
    out[length++] = COLON
    this.length = length
  }

  key(key: string): void {
    this.#separate()
    this.string(key, limits.string)
    this.#put(COLON)
  }

  protected closeMap(): void {
    this.#put(CLOSE_MAP)
  }

  openList(): void {
    this.#put(OPEN_LIST)
  }

  protected separateItem(): void {
    this.#separate()
  }

  protected closeList(): void {
    this.#put(CLOSE_LIST)
  }

  /** Returns the encoded value as a string. */
  override toString(): string {
    return decodeUtf8(this.out, 0, this.length)!
  }

  /** Appends a comma, unless this is the first entry or item. */
  #separate(): void {
    const last = this.out[this.length - 1]
    if (last !== OPEN_MAP && last !== OPEN_LIST) this.#put(COMMA)
  }

  #put(byte: number): void {
    this.reserve(1)
    this.out[this.length++] = byte
  }

  /** Appends ASCII characters. The caller must reserve capacity for them. */
  #ascii(string: string): void {
    const { out } = this
    let { length } = this
    for (let i = 0; i < string.length; i++) out[length++] = string.charCodeAt(i)
    this.length = length
  }
}
