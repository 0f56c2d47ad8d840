import type { Base64 } from '../base64.js'
import { writeUtf8 } from '../memory.js'
import { Output } from '../output.js'
import type { Field } from '../struct.js'
import { checkText, tooLong } from '../utf8.js'
import type { Writer } from '../writer.js'
import { ascii, BYTES_CLOSE, BYTES_OPEN, LINK_CLOSE, LINK_OPEN } from './envelope.js'

const QUOTE = 0x22
/** The most bytes that one UTF-16 unit takes: `\u001f`. */
const WIDEST = 6
/** What is written in place of each character of ASCII, where that isn't itself. */
const ESCAPES = /* @__PURE__ */ Array.from({ length: 0x80 }, (_, unit) => {
  const text = escape(String.fromCharCode(unit))
  return text.length > 1 ? ascii(text) : undefined
})

/** A text as Go's encoder of JSON writes it, which escapes a little more than JavaScript's. */
function escape(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
}

/** Writes DAG-JSON as Go's encoder of JSON does: no white space, and `<`, `>`, `&`, U+2028, U+2029 as escapes. */
export class JsonWriter extends Output implements Writer {
  readonly fieldOrder = 'bytewise'

  text(value: string, limit: number): void {
    const units = value.length
    if (units > limit) throw tooLong(limit)
    this.reserve(units + 2)
    const { out } = this
    let { length } = this
    out[length++] = QUOTE
    for (let i = 0; i < units; i++) {
      const unit = value.charCodeAt(i)
      if (unit > 0x7f || ESCAPES[unit] !== undefined) {
        this.length = length
        return this.#unusualText(value, i, limit)
      }
      out[length++] = unit
    }
    out[length++] = QUOTE
    this.length = length
  }

  /** A text that is written up to `from`, from where on it holds escapes or more than ASCII. */
  #unusualText(value: string, from: number, limit: number): void {
    this.reserve((value.length - from) * WIDEST + 1)
    for (let i = from; i < value.length; i++) {
      const unit = value.charCodeAt(i)
      if (unit > 0x7f) {
        checkText(value, limit)
        this.length += writeUtf8(this.out, escape(value.slice(i)), this.length)
        break
      }
      const escaped = ESCAPES[unit]
      if (escaped === undefined) this.out[this.length++] = unit
      else this.append(escaped)
    }
    this.out[this.length++] = QUOTE
  }

  bytes(value: Uint8Array, base64: Base64): void {
    this.reserve(BYTES_OPEN.length + Math.ceil((value.length * 4) / 3) + BYTES_CLOSE.length)
    this.append(BYTES_OPEN)
    this.length = base64.write(this.out, this.length, value)
    this.append(BYTES_CLOSE)
  }

  link(cid: Uint8Array, spell: (cid: Uint8Array) => string): void {
    const text = spell(cid)
    this.reserve(LINK_OPEN.length + text.length + LINK_CLOSE.length)
    this.append(LINK_OPEN)
    for (let i = 0; i < text.length; i++) this.out[this.length++] = text.charCodeAt(i)
    this.append(LINK_CLOSE)
  }

  openMap(): void {
    this.#put(0x7b)
  }

  field({ json }: Field): void {
    this.#separate()
    this.reserve(json.length + 1)
    this.append(json)
    this.out[this.length++] = 0x3a
  }

  key(text: string, limit: number): void {
    this.#separate()
    this.text(text, limit)
    this.#put(0x3a)
  }

  closeMap(): void {
    this.#put(0x7d)
  }

  openList(): void {
    this.#put(0x5b)
  }

  item(): void {
    this.#separate()
  }

  closeList(): void {
    this.#put(0x5d)
  }

  /** A comma, but for the first in a list or map. */
  #separate(): void {
    const last = this.out[this.length - 1]
    if (last !== 0x7b && last !== 0x5b) this.#put(0x2c)
  }

  #put(byte: number): void {
    this.reserve(1)
    this.out[this.length++] = byte
  }
}
