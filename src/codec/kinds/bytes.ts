import { byteLength, isBytes, rejectDetached, wrongType } from '../data-model.js'
import { Issue, tooLong } from '../error.js'
import { Kind } from '../kind.js'
import { limits } from '../limits.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'

export class BytesKind extends Kind<Uint8Array> {
  /** The exact length in bytes. `undefined` if any length up to the limit is valid. */
  readonly size: number | undefined

  constructor(size?: number) {
    super(size === undefined ? 'bytes' : `bytes of length ${size}`)
    this.size = size
  }

  write(value: unknown, writer: Writer): void {
    if (!isBytes(value)) throw wrongType('byte string', value)
    rejectDetached(value)
    const size = byteLength(value)
    if (size > limits.bytes) throw tooLong('byte string', limits.bytes)
    this.#check(size)
    writer.bytes(value)
  }

  read(reader: Reader): Uint8Array<ArrayBuffer> {
    const value = reader.bytes(limits.bytes)
    this.#check(value.length, reader.at)
    return value
  }

  #check(size: number, offset?: number): void {
    if (this.size === undefined || size === this.size) return
    throw new Issue('out-of-range', `expected ${this.size} bytes, received ${size}`, offset)
  }
}

/** A byte string: at most 2 MiB. Decoding returns a copy that owns its `ArrayBuffer`. */
export const bytes: Type<Uint8Array> = /* @__PURE__ */ new BytesKind()

/**
 * Defines a byte string of a fixed length. Any other length is rejected. The code of
 * the error is `too-long` for more than 2 MiB, and `out-of-range` otherwise.
 *
 * @param size the length, in bytes: at most 2 MiB
 *
 * @example
 * ```ts
 * import { fixedBytes } from '@fil-forge/libforge/codec'
 *
 * fixedBytes(32).is(new Uint8Array(32)) // true
 * fixedBytes(32).is(new Uint8Array(31)) // false
 * ```
 */
export function fixedBytes(size: number): Type<Uint8Array> {
  return new BytesKind(size)
}
