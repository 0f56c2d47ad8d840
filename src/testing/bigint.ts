import { bigInt, constantFrom, oneof, type Arbitrary } from 'fast-check'
import { limits } from '../codec/limits.js'

const MOST = 2n ** BigInt(limits.bigint * 8) - 1n
/** Pairs of adjacent integers whose encodings differ in size, and the limit. */
const EDGES = [0n, 1n, 0xffn, 0x100n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 184n - 1n, 2n ** 184n, MOST]

/** A non-negative integer of at most 256 bytes. */
export const bigint: Arbitrary<bigint> = /* @__PURE__ */ oneof(
  /* @__PURE__ */ bigInt({ min: 0n, max: 2n ** 64n }),
  /* @__PURE__ */ bigInt({ min: 0n, max: MOST }),
  /* @__PURE__ */ constantFrom(...EDGES),
)
