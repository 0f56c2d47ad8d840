import { copyInto, copyOf, pieceOfPool } from './memory.js'

/** The least of scratch bytes. */
const INITIAL = 1024
/** Scratch bytes kept for the next value; more than these are let go. */
const KEPT = 64 * 1024

/**
 * Bytes that grow as they are written. The formats' writers are built on it.
 *
 * A value is written where its bytes are to stay, one after the other in a
 * piece of the platform's pool, as long as there is a pool and it fits; else in
 * scratch bytes, of which a copy is taken.
 */
export abstract class Output {
  /** Where is written: the piece, or the scratch bytes. */
  protected out: Uint8Array<ArrayBuffer>
  /** Where the next byte goes, in `out`. */
  protected length = 0
  /** Where the value starts, in `out`. */
  #start = 0
  #piece = pieceOfPool()
  /** How much of the piece is taken by earlier values. */
  #taken = 0
  #scratch = new Uint8Array(0)

  constructor() {
    this.out = this.#piece ?? this.#scratch
  }

  /** Makes room for `size` bytes more. */
  protected reserve(size: number): void {
    if (this.length + size > this.out.length) this.#move(size)
  }

  #move(size: number): void {
    const written = this.out.subarray(this.#start, this.length)
    const needed = written.length + size
    let next: Uint8Array<ArrayBuffer> | undefined
    // Only in a piece do other values stand in front.
    if (needed <= this.out.length) {
      next = this.#piece = pieceOfPool()
      this.#taken = 0
    }
    if (next === undefined && needed > this.#scratch.length) {
      this.#scratch = new Uint8Array(Math.max(needed * 2, INITIAL))
    }
    this.out = next ?? this.#scratch
    this.out.set(written)
    this.#start = 0
    this.length = written.length
  }

  /** Appends bytes for which there is room. */
  protected append(source: Uint8Array): void {
    copyInto(this.out, this.length, source, 0, source.length)
    this.length += source.length
  }

  /** What was written, in bytes that nothing else will be written to. */
  take(): Uint8Array<ArrayBuffer> {
    const size = this.length - this.#start
    if (this.out !== this.#piece) return copyOf(this.out, this.#start, this.length)
    this.#taken = this.length
    return new Uint8Array(this.out.buffer, this.out.byteOffset + this.#start, size)
  }

  /** Makes ready for another value. */
  clear(): void {
    if (this.#scratch.length > KEPT) this.#scratch = new Uint8Array(0)
    this.out = this.#piece ?? this.#scratch
    this.#start = this.length = this.#taken
  }
}
