import { IntegerKind } from '../codec/kinds/integer.js'
import type { Type } from '../codec/type.js'

/** A time in Unix seconds, in the range of safe integers. */
export const time: Type<number> = /* @__PURE__ */ new IntegerKind(
  'time',
  BigInt(Number.MIN_SAFE_INTEGER),
  BigInt(Number.MAX_SAFE_INTEGER),
)
