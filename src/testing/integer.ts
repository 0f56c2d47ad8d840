import { bigInt, constantFrom, oneof, type Arbitrary } from 'fast-check'

/** Zero, and all pairs of adjacent non-negative integers whose CBOR headers differ in size. */
const EDGES = [0n, 23n, 24n, 0xffn, 0x100n, 0xffffn, 0x10000n, 0xffffffffn, 0x100000000n]
const SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** Returns an arbitrary of the integers from `least` to `most`. As in decoding, an integer outside of the safe range is a bigint. */
export function integer(least: bigint, most: bigint): Arbitrary<number | bigint> {
  const edges = [...EDGES, SAFE, SAFE + 1n].flatMap((edge) => [edge, -edge - 1n])
  const inRange = [least, most, ...edges.filter((edge) => edge >= least && edge <= most)]
  return oneof(bigInt({ min: least, max: most }), constantFrom(...inRange)).map((value) =>
    value >= -SAFE && value <= SAFE ? Number(value) : value,
  )
}
