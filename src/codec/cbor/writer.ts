import { byteLength } from '../data-model.js'
import { tooLong } from '../error.js'
import type { Field } from '../field.js'
import { limits } from '../limits.js'
import { UTF8_THRESHOLD, writeUtf8 } from '../platform.js'
import { checkString, utf8Length } from '../utf8.js'
import { Writer } from '../writer.js'

/** The maximum length of a header, in bytes. The tag, header and 0x00 before a CID have at most 8 bytes together. */
const HEADER = 9

/** Encodes CBOR (RFC 8949): shortest headers, definite lengths. */
export class CborWriter extends Writer {
  protected readonly fieldOrder = 'cbor'
  readonly linksAreStrings = false

  string(value: string, limit: number): void {
    const units = value.length
    if (units > limit) throw tooLong('string', limit)
    this.reserve(units + HEADER)
    const start = this.length
    this.#header(0x60, units)
    // If the string is ASCII, it takes one byte per UTF-16 unit, and its header is already correct.
    if (units < UTF8_THRESHOLD ? this.#ascii(value) : this.#maybeAscii(value)) return
    this.length = start
    checkString(value, limit)
    const size = utf8Length(value)
    this.reserve(size + HEADER)
    this.#header(0x60, size)
    this.length += writeUtf8(this.out, value, this.length)
  }

  /** Appends a string if it is ASCII, and returns whether it is. */
  #ascii(string: string): boolean {
    const { out } = this
    let { length } = this
    for (let i = 0; i < string.length; i++) {
      const unit = string.charCodeAt(i)
      if (unit > 0x7f) return false
      out[length++] = unit
    }
    this.length = length
    return true
  }

  /**
   * Appends a string, and returns whether it is ASCII. If it is not, the caller has
   * to restore `length`. The string is ASCII if `writeUtf8` writes one byte per
   * UTF-16 unit.
   *
   * The caller must reserve four bytes more than the string has units. `writeUtf8` stops
   * at the first character that does not fit into the buffer, and a character has at most
   * four bytes. With less capacity, it could stop after as many bytes as the string has
   * units, although the string is not ASCII.
   */
  #maybeAscii(string: string): boolean {
    const written = writeUtf8(this.out, string, this.length)
    this.length += string.length
    return written === string.length
  }

  bytes(value: Uint8Array): void {
    const size = byteLength(value)
    this.reserve(size + HEADER)
    this.#header(0x40, size)
    this.append(value, size)
  }

  link(cid: Uint8Array): void {
    const size = byteLength(cid)
    this.reserve(size + HEADER)
    this.out[this.length++] = 0xd8
    this.out[this.length++] = 42
    this.#header(0x40, size + 1)
    this.out[this.length++] = 0
    this.append(cid, size)
  }

  integer(value: number | bigint): void {
    const major = value < 0 ? 0x20 : 0
    const argument =
      typeof value === 'bigint'
        ? value < 0
          ? ~value
          : value
        : Math.abs(value) - (value < 0 ? 1 : 0)
    this.reserve(HEADER)
    if (argument < 0x1_0000_0000) this.#header(major, Number(argument))
    else {
      const wide = BigInt(argument)
      this.out[this.length++] = major | 27
      for (let shift = 56n; shift >= 0n; shift -= 8n) {
        this.out[this.length++] = Number((wide >> shift) & 0xffn)
      }
    }
  }

  null(): void {
    this.reserve(1)
    this.out[this.length++] = 0xf6
  }

  openMap(entries: number): void {
    this.reserve(HEADER)
    this.#header(0xa0, entries)
  }

  protected field({ cbor }: Field<unknown>): void {
    this.reserve(cbor.length)
    this.append(cbor, cbor.length)
  }

  key(key: string): void {
    this.string(key, limits.string)
  }

  protected closeMap(): void {}

  openList(items: number): void {
    this.reserve(HEADER)
    this.#header(0x80, items)
  }

  protected separateItem(): void {}

  protected closeList(): void {}

  /** Encodes a header whose argument is below 2^32. */
  #header(major: number, argument: number): void {
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
