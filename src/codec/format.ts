import { describe, isBytes, tagOf } from './data-model.js'
import { published, Refusal } from './error.js'
import type { Kind } from './kind.js'
import type { Output } from './output.js'
import type { Reader } from './reader.js'
import type { Codec } from './type.js'
import type { Writer } from './writer.js'

/** A format: its name and code in the multicodec table, its writer and its reader. */
export interface Format<Code extends number> {
  readonly name: string
  readonly code: Code
  newWriter(): Writer & Output
  newReader(bytes: Uint8Array): Reader
  /** The writer that the last write left, for the next. */
  idle?: (Writer & Output) | undefined
}

/** The codec of one kind of type in one format. */
export function codecOf<Code extends number, T>(
  kind: Kind<T>,
  format: Format<Code>,
): Codec<Code, T> {
  return {
    name: format.name,
    code: format.code,
    encode(value) {
      // A getter of the value may encode something else meanwhile: the idle
      // writer is taken away, so that it gets another.
      const writer = format.idle ?? format.newWriter()
      format.idle = undefined
      try {
        kind.write(value, writer)
        return writer.take()
      } catch (error) {
        throw published(error, kind.name)
      } finally {
        writer.clear()
        format.idle = writer
      }
    },
    decode(input) {
      try {
        const reader = format.newReader(plainBytes(input))
        const value = kind.read(reader)
        reader.end()
        return value
      } catch (error) {
        throw published(error, kind.name)
      }
    },
  }
}

/** The input as a plain `Uint8Array`, whatever subclass or buffer it is. */
export function plainBytes(input: unknown): Uint8Array {
  if (isBytes(input)) {
    if (Object.getPrototypeOf(input) === Uint8Array.prototype) return input
    return new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
  }
  if (tagOf(input) === 'ArrayBuffer') return new Uint8Array(input as ArrayBuffer)
  throw new Refusal('wrong-type', `expected bytes to read, found ${describe(input)}`)
}
