import { wrongType } from '../data-model.js'
import { Issue, shorten } from '../error.js'
import { Kind } from '../kind.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'

export class IntegerKind<T extends number | bigint> extends Kind<T> {
  readonly least: bigint
  readonly most: bigint

  constructor(name: string, least: bigint, most: bigint) {
    super(name)
    this.least = least
    this.most = most
  }

  write(value: unknown, writer: Writer): void {
    if (typeof value !== 'bigint' && !Number.isInteger(value)) throw wrongType('integer', value)
    this.#check(value as number | bigint)
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw wrongType('safe integer or bigint', value)
    }
    writer.integer(value as number | bigint)
  }

  read(reader: Reader): T {
    return this.#check(reader.integer(), reader.at)
  }

  #check(value: number | bigint, offset?: number): T {
    if (value >= this.least && value <= this.most) return value as T
    const range = `from ${this.least} to ${this.most}`
    const received = shorten(String(value))
    throw new Issue('out-of-range', `expected integer ${range}, received ${received}`, offset)
  }
}

/** An unsigned integer of 8 bits. */
export const u8: Type<number> = /* @__PURE__ */ new IntegerKind('u8', 0n, 0xffn)

/**
 * An unsigned integer of 64 bits. Decoding returns a `number` in the safe range,
 * else a `bigint`. Encoding accepts a `bigint`, or a `number` in the safe range.
 */
export const u64: Type<number | bigint> = /* @__PURE__ */ new IntegerKind(
  'u64',
  0n,
  18_446_744_073_709_551_615n,
)

/**
 * A signed integer of 64 bits. Decoding returns a `number` in the safe range,
 * else a `bigint`. Encoding accepts a `bigint`, or a `number` in the safe range.
 */
export const i64: Type<number | bigint> = /* @__PURE__ */ new IntegerKind(
  'i64',
  -9_223_372_036_854_775_808n,
  9_223_372_036_854_775_807n,
)
