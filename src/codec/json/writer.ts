import type { Base64 } from '../base64.js'
import { Output } from '../output.js'
import type { Field } from '../struct.js'
import { isPair, isSurrogate, loneSurrogate, tooLong } from '../utf8.js'
import type { Writer } from '../writer.js'
import { ascii, BYTES_CLOSE, BYTES_OPEN, LINK_CLOSE, LINK_OPEN } from './envelope.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** The most bytes that one UTF-16 unit takes: `\u001f`. */
const WIDEST = 6
const HEX = /* @__PURE__ */ ascii('0123456789abcdef')
/** How each ASCII character is written: 0 as it is, 1 by number, else by the letter after a backslash. */
const ESCAPES = /* @__PURE__ */ escapes()

function escapes(): Uint8Array {
  const table = new Uint8Array(0x80).fill(1, 0, 0x20)
  for (const character of '<>&') table[character.charCodeAt(0)] = 1
  for (const [character, letter] of ['""', '\\\\', '\bb', '\tt', '\nn', '\ff', '\rr']) {
    table[character!.charCodeAt(0)] = letter!.charCodeAt(0)
  }
  return table
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
      if (unit > 0x7f || ESCAPES[unit] !== 0) {
        this.length = length
        return this.#unusualText(value, i, limit)
      }
      out[length++] = unit
    }
    out[length++] = QUOTE
    this.length = length
  }

  /** A text that is written as it is up to `from`, and otherwise from there on. */
  #unusualText(value: string, from: number, limit: number): void {
    this.reserve((value.length - from) * WIDEST + 1)
    this.#escaped(value, from, limit)
    this.out[this.length++] = QUOTE
  }

  #escaped(text: string, from: number, limit: number): void {
    const { out } = this
    let { length } = this
    const units = text.length
    let size = units
    for (let i = from; i < units; i++) {
      const unit = text.charCodeAt(i)
      if (unit < 0x80) {
        const escape = ESCAPES[unit]!
        if (escape === 0) out[length++] = unit
        else {
          out[length++] = BACKSLASH
          if (escape === 1) length = writeNumber(out, length, unit)
          else out[length++] = escape
        }
      } else if (unit < 0x800) {
        size += 1
        out[length++] = 0xc0 | (unit >> 6)
        out[length++] = 0x80 | (unit & 0x3f)
      } else if (isSurrogate(unit)) {
        const low = text.charCodeAt(++i)
        if (!isPair(unit, low)) throw loneSurrogate()
        size += 2
        const point = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff)
        out[length++] = 0xf0 | (point >> 18)
        out[length++] = 0x80 | ((point >> 12) & 0x3f)
        out[length++] = 0x80 | ((point >> 6) & 0x3f)
        out[length++] = 0x80 | (point & 0x3f)
      } else {
        size += 2
        if (unit === 0x2028 || unit === 0x2029) {
          out[length++] = BACKSLASH
          length = writeNumber(out, length, unit)
        } else {
          out[length++] = 0xe0 | (unit >> 12)
          out[length++] = 0x80 | ((unit >> 6) & 0x3f)
          out[length++] = 0x80 | (unit & 0x3f)
        }
      }
    }
    if (size > limit) throw tooLong(limit)
    this.length = length
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

/** Writes `\u` and four digits, the backslash being there; returns the new length. */
function writeNumber(out: Uint8Array, length: number, unit: number): number {
  out[length] = 0x75
  out[length + 1] = HEX[unit >> 12]!
  out[length + 2] = HEX[(unit >> 8) & 15]!
  out[length + 3] = HEX[(unit >> 4) & 15]!
  out[length + 4] = HEX[unit & 15]!
  return length + 5
}
