import { copyOf } from './memory.js'

const INITIAL = 1024
/** Scratch bytes kept for the next write; more than these are let go. */
const KEPT = 64 * 1024

/** Bytes that grow as they are written. The formats' writers are built on it. */
export abstract class Output {
  protected out: Uint8Array<ArrayBuffer> = new Uint8Array(INITIAL)
  protected length = 0

  /** Makes room for `size` bytes more. */
  protected reserve(size: number): void {
    if (this.length + size > this.out.length) this.#grow(size)
  }

  #grow(size: number): void {
    const larger = new Uint8Array(Math.max(this.out.length * 2, this.length + size))
    larger.set(this.out.subarray(0, this.length))
    this.out = larger
  }

  /** Appends bytes for which there is room. */
  protected append(source: Uint8Array): void {
    // Calling into the platform costs more than a short loop.
    if (source.length > 64) this.out.set(source, this.length)
    else for (let i = 0; i < source.length; i++) this.out[this.length + i] = source[i]!
    this.length += source.length
  }

  /** What was written, in bytes of its own. */
  take(): Uint8Array<ArrayBuffer> {
    return copyOf(this.out, 0, this.length)
  }

  /** Makes ready for another value. */
  clear(): void {
    this.length = 0
    if (this.out.length > KEPT) this.out = new Uint8Array(INITIAL)
  }
}
