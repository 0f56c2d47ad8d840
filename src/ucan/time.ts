import { wrongType } from '../codec/data-model.js'
import { Issue } from '../codec/error.js'
import { Kind, kindOf } from '../codec/kind.js'
import { i64 } from '../codec/kinds/integer.js'
import type { Reader } from '../codec/reader.js'
import type { Type } from '../codec/type.js'
import type { Writer } from '../codec/writer.js'

/**
 * The limit for encoding, in Unix seconds. A time whose absolute value reaches the limit
 * is rejected, since it is probably in milliseconds. In seconds, the limit is in the year
 * 5138; in milliseconds, in 1973.
 */
const LIMIT = 100_000_000_000

class TimeKind extends Kind<number> {
  constructor() {
    super('time')
  }

  write(value: unknown, writer: Writer): void {
    if (!Number.isSafeInteger(value)) throw wrongType('time in Unix seconds', value)
    const time = value as number
    if (Math.abs(time) < LIMIT) return writer.integer(time)
    throw new Issue('out-of-range', `expected time in Unix seconds, received milliseconds: ${time}`)
  }

  read(reader: Reader): number {
    return Number(kindOf(i64).read(reader))
  }
}

/**
 * A time in Unix seconds. Encoding rejects times that are probably in milliseconds.
 * Decoding accepts signed 64-bit integers, and rounds those outside of the safe range
 * to the nearest `number`.
 */
export const time: Type<number> = /* @__PURE__ */ new TimeKind()
