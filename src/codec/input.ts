import { Refusal, type CodecErrorCode } from './error.js'
import { asciiSlice, copyOf, readUtf8 } from './memory.js'
import { tooLong } from './utf8.js'

/**
 * Texts are cut from a string of a stretch of the input, which is made in one
 * go: far cheaper than a string from bytes for each. A text that is kept keeps
 * its stretch alive, so a stretch is short.
 */
const STRETCH = 4096
/** Bytes that no engine makes a string of any more: V8 goes up to 2^29 - 24 characters. */
const NO_STRING = 2 ** 29 - 2 ** 10

/** Bytes, read from front to back. The formats' readers are built on it. */
export abstract class Input {
  /** Where the item read last, or being read, starts. */
  at = 0
  protected position = 0
  protected readonly source: Uint8Array
  protected readonly size: number
  #stretch = ''
  #stretchStart = 0
  #stretchEnd = 0

  constructor(source: Uint8Array) {
    this.source = source
    this.size = source.length
  }

  /** The bytes from `start` to `end`, all of them ASCII, as text. */
  protected asciiText(start: number, end: number): string {
    if (start < this.#stretchStart || end > this.#stretchEnd) {
      if (end - start > STRETCH / 4) {
        this.#limit(start, end)
        return asciiSlice(this.source, start, end)
      }
      this.#stretchStart = start
      this.#stretchEnd = Math.min(start + STRETCH, this.size)
      this.#stretch = asciiSlice(this.source, start, this.#stretchEnd)
    }
    return this.#stretch.slice(start - this.#stretchStart, end - this.#stretchStart)
  }

  /** The bytes from `start` to `end` as text, of whatever characters. */
  protected utf8Text(start: number, end: number): string {
    this.#limit(start, end)
    const text = readUtf8(this.source, start, end)
    if (text === undefined) throw this.refuse('invalid-utf8', 'text is not valid UTF-8')
    return text
  }

  /** Refuses what can't be a string. */
  #limit(start: number, end: number): void {
    if (end - start > NO_STRING) throw this.tooLong(NO_STRING)
  }

  protected copy(start: number, end: number): Uint8Array<ArrayBuffer> {
    return copyOf(this.source, start, end)
  }

  /** Nothing may follow. */
  end(): void {
    if (this.position < this.size) {
      this.at = this.position
      throw this.refuse('trailing-data', 'the input goes on after the value')
    }
  }

  refuse(code: CodecErrorCode, reason: string): Refusal {
    return new Refusal(code, reason, this.at)
  }

  protected truncated(): Refusal {
    return new Refusal('truncated', 'the input ends early', this.size)
  }

  protected tooLong(limit: number): Refusal {
    return tooLong(limit, this.at)
  }

  protected tooDeep(limit: number): Refusal {
    return this.refuse('too-deep', `nested more than ${limit} deep`)
  }
}
