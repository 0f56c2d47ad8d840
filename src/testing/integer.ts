import { bigInt, constantFrom, oneof, type Arbitrary } from 'fast-check'

/** Integers at which a CBOR header grows, or at which numbers stop being safe. */
const EDGES = [0n, 23n, 24n, 0xffn, 0x100n, 0xffffn, 0x10000n, 0xffffffffn, 0x100000000n]
const SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** An integer from `least` to `most`, as it is decoded: a bigint outside of the safe range. */
export function integer(least: bigint, most: bigint): Arbitrary<number | bigint> {
  const edges = [...EDGES, SAFE, SAFE + 1n].flatMap((edge) => [edge, -edge - 1n])
  const inRange = [least, most, ...edges.filter((edge) => edge >= least && edge <= most)]
  return oneof(bigInt({ min: least, max: most }), constantFrom(...inRange)).map((value) =>
    value >= -SAFE && value <= SAFE ? Number(value) : value,
  )
}
