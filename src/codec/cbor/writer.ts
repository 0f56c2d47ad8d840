import { UTF8_PAYS, writeUtf8 } from '../memory.js'
import { Output } from '../output.js'
import type { Field } from '../struct.js'
import { checkText, tooLong, utf8Length } from '../utf8.js'
import type { Writer } from '../writer.js'

/** Bytes enough for any head, and for what stands in front of a CID: tag, head and 0x00. */
const HEAD = 9

/** Writes CBOR (RFC 8949): shortest heads, definite lengths. */
export class CborWriter extends Output implements Writer {
  readonly fieldOrder = 'shortestFirst'

  text(value: string, limit: number): void {
    const units = value.length
    if (units > limit) throw tooLong(limit)
    // With room to spare, a text that fills just `units` bytes is ASCII alone.
    this.reserve(units + HEAD)
    const start = this.length
    this.#head(0x60, units)
    if (units < UTF8_PAYS ? this.#ascii(value) : this.#maybeAscii(value)) return
    this.length = start
    this.#utf8(value, limit)
  }

  /** Writes a text, unless it is more than ASCII. */
  #ascii(text: string): boolean {
    const { out } = this
    let { length } = this
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 0x7f) return false
      out[length++] = unit
    }
    this.length = length
    return true
  }

  /** The same, where it has to be written before that shows. */
  #maybeAscii(text: string): boolean {
    const written = writeUtf8(this.out, text, this.length)
    this.length += text.length
    return written === text.length
  }

  key(text: string, limit: number): void {
    this.text(text, limit)
  }

  #utf8(text: string, limit: number): void {
    checkText(text, limit)
    const size = utf8Length(text)
    this.reserve(size + HEAD)
    this.#head(0x60, size)
    this.length += writeUtf8(this.out, text, this.length)
  }

  bytes(value: Uint8Array): void {
    this.reserve(value.length + HEAD)
    this.#head(0x40, value.length)
    this.append(value)
  }

  link(cid: Uint8Array): void {
    this.reserve(cid.length + HEAD)
    this.out[this.length++] = 0xd8
    this.out[this.length++] = 42
    this.#head(0x40, cid.length + 1)
    this.out[this.length++] = 0
    this.append(cid)
  }

  openMap(entries: number): void {
    this.reserve(HEAD)
    this.#head(0xa0, entries)
  }

  field({ cbor }: Field): void {
    this.reserve(cbor.length)
    this.append(cbor)
  }

  closeMap(): void {}

  openList(items: number): void {
    this.reserve(HEAD)
    this.#head(0x80, items)
  }

  item(): void {}

  closeList(): void {}

  /** A head, for which there is room. No limit lets an argument reach 2^32. */
  #head(major: number, argument: number): void {
    const { out } = this
    if (argument < 24) out[this.length++] = major | argument
    else if (argument < 0x100) {
      out[this.length++] = major | 24
      out[this.length++] = argument
    } else {
      const isShort = argument < 0x10000
      out[this.length++] = major | (isShort ? 25 : 26)
      for (let shift = isShort ? 8 : 24; shift >= 0; shift -= 8) {
        out[this.length++] = argument >> shift
      }
    }
  }
}
