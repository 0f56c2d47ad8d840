import type { Refusal } from '../error.js'
import { Input } from '../input.js'
import type { KnownTexts } from '../known-texts.js'
import { limits } from '../limits.js'
import { allocatePooled, copyInto } from '../memory.js'
import type { Reader } from '../reader.js'
import { isAscii, sameBytes } from '../scan.js'
import type { Field } from '../struct.js'

const TEXT = 3
const NULL = 0xf6
/** The tag of a link. */
const LINK = 42
/** The least argument for which a head needs 1, 2, 4 and 8 bytes more. */
const LEAST = [24, 0x100, 0x10000, 0x100000000]
const SIMPLE: Readonly<Record<number, string>> = {
  20: 'false',
  21: 'true',
  22: 'null',
  23: 'undefined',
}

/** Reads CBOR (RFC 8949) in its shortest form, and floats only to step over them. */
export class CborReader extends Input implements Reader {
  readonly fieldOrder = 'shortestFirst'
  #nameStart = 0
  #nameEnd = 0

  text(limit: number, expected: string, known?: KnownTexts): string {
    const end = this.#span(TEXT, expected, limit)
    const start = this.position
    this.position = end
    const { source } = this
    const text = known?.find(source, start, end)
    if (text !== undefined) return text
    return isAscii(source, start, end) ? this.asciiText(start, end) : this.utf8Text(start, end)
  }

  key(limit: number, expected: string, known?: KnownTexts): string {
    return this.text(limit, expected, known)
  }

  bytes(limit: number): Uint8Array<ArrayBuffer> {
    const end = this.#span(2, 'bytes', limit)
    const start = this.position
    this.position = end
    return this.copy(start, end)
  }

  link(): Uint8Array<ArrayBuffer> {
    const tag = this.#head(6, 'a link')
    if (tag !== LINK) throw this.refuse('wrong-type', `expected a link, found ${nameOf(tag)}`)
    const end = this.#linkEnd()
    const start = this.position + 1
    this.position = end
    const cid = allocatePooled(end - start)
    copyInto(cid, 0, this.source, start, end)
    return cid
  }

  /** Reads the head of a link's bytes and returns their end. */
  #linkEnd(): number {
    const start = this.at
    const end = this.#span(2, 'the bytes of a link', limits.cid + 1)
    this.at = start
    if (end === this.position || this.source[this.position] !== 0) {
      throw this.refuse('invalid-link', 'a link that does not start with 0x00')
    }
    return end
  }

  null(): boolean {
    if (this.source[this.position] !== NULL) return false
    this.at = this.position++
    return true
  }

  openMap(): number {
    return this.#head(5, 'a map')
  }

  nextEntry(left: number): number {
    return left - 1
  }

  field(fields: readonly Field[], from: number): number {
    for (let tried = 0; tried < fields.length; tried++) {
      const place = (from + tried) % fields.length
      if (this.#isName(fields[place]!)) return place
    }
    this.#nameEnd = this.#span(TEXT, 'text', limits.text)
    this.#nameStart = this.position
    this.position = this.#nameEnd
    return -1
  }

  /** Steps over the name of this field, if it stands here. */
  #isName({ cbor }: Field): boolean {
    const { position } = this
    if (!sameBytes(cbor, 0, this.source, position, cbor.length)) return false
    this.at = position
    this.position = position + cbor.length
    return true
  }

  unknownName(): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      this.source.subarray(this.#nameStart, this.#nameEnd),
    )
  }

  openList(): number {
    return this.#head(4, 'a list')
  }

  nextItem(left: number): number {
    return left - 1
  }

  skip(): void {
    // How many items are still to come in each list and map that is open.
    const open: number[] = []
    do {
      if (open.length >= limits.depth) {
        this.at = this.position
        throw this.tooDeep(limits.depth)
      }
      const items = this.#stepIn()
      if (items > 0) open.push(items)
      else while (open.length > 0 && --open[open.length - 1]! === 0) open.pop()
    } while (open.length > 0)
  }

  /** Steps over a scalar, or over the head alone of a list or map; returns how many items it holds. */
  #stepIn(): number {
    for (;;) {
      this.at = this.position
      const initial = this.#byte()
      const major = initial >> 5
      if (major === 7) {
        this.#stepOverSimple(initial & 31)
        return 0
      }
      const argument = this.#argument(initial)
      if (major === 4) return argument
      if (major === 5) return argument * 2
      if (major === 2 || major === 3) {
        if (argument > this.size - this.position) throw this.truncated()
        this.position += argument
      }
      // What follows a tag belongs to it.
      if (major !== 6) return 0
    }
  }

  #stepOverSimple(info: number): void {
    if (info < 24) return
    if (info > 27) throw this.#noHead()
    if (info === 24 && this.source[this.position]! < 32) {
      throw this.refuse('not-canonical', 'a simple value longer than it need be')
    }
    this.position += 1 << (info - 24)
    if (this.position > this.size) throw this.truncated()
  }

  #byte(): number {
    if (this.position >= this.size) throw this.truncated()
    return this.source[this.position++]!
  }

  /** Reads the head of an item of the major type, and returns its argument. */
  #head(major: number, expected: string): number {
    this.at = this.position
    const initial = this.#byte()
    if (initial >> 5 !== major) throw this.#wrongType(expected)
    return this.#argument(initial)
  }

  /** Reads the head of a text or bytes, and returns where they end. */
  #span(major: number, expected: string, limit: number): number {
    const position = this.position
    let length = this.source[position]! - (major << 5)
    if (length >= 0 && length < 24) {
      this.at = position
      this.position = position + 1
    } else length = this.#head(major, expected)
    if (length > limit) throw this.tooLong(limit)
    if (length > this.size - this.position) throw this.truncated()
    return this.position + length
  }

  /** The argument of a head whose first byte was read. Past 2^53 it is not exact, and past every limit. */
  #argument(initial: number): number {
    const info = initial & 31
    if (info < 24) return info
    if (info > 27) throw this.#noHead()
    const end = this.position + (1 << (info - 24))
    if (end > this.size) throw this.truncated()
    let argument = 0
    while (this.position < end) argument = argument * 256 + this.source[this.position++]!
    if (argument < LEAST[info - 24]!) {
      throw this.refuse('not-canonical', 'a head longer than it need be')
    }
    return argument
  }

  /** For a first byte without an argument. */
  #noHead(): Refusal {
    const initial = this.source[this.at]!
    const major = initial >> 5
    if ((initial & 31) === 31 && major >= 2 && major <= 5) {
      return this.refuse('not-canonical', 'an indefinite length')
    }
    return this.refuse('syntax', `0x${initial.toString(16)} starts no CBOR item`)
  }

  /** For the item at `at`, of which the first byte was read. */
  #wrongType(expected: string): Refusal {
    const initial = this.source[this.at]!
    const info = initial & 31
    if (info > 27) return this.#noHead()
    return this.refuse('wrong-type', `expected ${expected}, found ${this.#found(initial)}`)
  }

  #found(initial: number): string {
    const major = initial >> 5
    if (major === 7)
      return SIMPLE[initial & 31] ?? ((initial & 31) < 25 ? 'a simple value' : 'a float')
    if (major >= 2 && major <= 5) return ['bytes', 'text', 'a list', 'a map'][major - 2]!
    const argument = this.#argument(initial)
    if (major === 6) return nameOf(argument)
    if (argument >= Number.MAX_SAFE_INTEGER) return 'an integer'
    return String(major === 0 ? argument : -1 - argument)
  }
}

function nameOf(tag: number): string {
  return tag === LINK ? 'a link' : `tag ${tag}`
}
