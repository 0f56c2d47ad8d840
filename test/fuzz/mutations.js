// @ts-check
/** The mutations of the fuzzer. */

/** The maximum length of an input, in bytes. */
export const LONGEST = 16 * 1024

/** CBOR items and headers, invalid UTF-8, a BOM, and header bytes of containers. */
const HEX = [
  '00 17 1818 18ff 1b0020000000000000 3bffffffffffffffff 40 4100 5bffffffffffffffff 5f 60 7f',
  '7a7fffffff 80 9affffffff 9f a0 bb0000000100000000 bf c0 d82a d82a4100 db000000000000002a',
  'f4 f6 f7 f800 f818 f97e00 fb7ff8000000000000 ff 80 c0af eda080 f4908080 efbbbf 42 43 44 45 46',
]
/** JSON tokens and escapes, map keys, DIDs and CIDs or parts of them, and unusual characters. */
const STRINGS = [
  '" \\ \\u \\ud800 \\udc00 \\u0000 \\n { } [ ] , : {"/":{"bytes":" {"/":" "}} "} null true -0 1e999 1.5E-7',
  '__proto__ constructor / did:a:b did:key:z6 Q bafkqaaik k z \u2028 \u{1f600} \0',
]
const DICTIONARY = [
  ...HEX.flatMap((line) => line.split(' ').map((hex) => Buffer.from(hex, 'hex'))),
  ...STRINGS.flatMap((line) => line.split(' ').map((string) => Buffer.from(string))),
]

/** @param {number} below */
export function random(below) {
  return Math.floor(Math.random() * below)
}

/**
 * @template T
 * @param {readonly T[]} all
 */
export function oneOf(all) {
  return /** @type {T} */ (all[random(all.length)])
}

/**
 * Returns the start and end of a random part of `input`. More than half of the parts are shorter than 8 bytes.
 *
 * @param {Uint8Array} input
 * @returns {[start: number, end: number]}
 */
function part(input) {
  const start = random(input.length + 1)
  const size = random(2) === 0 ? random(8) : random(input.length + 1)
  return [start, Math.min(start + size, input.length)]
}

/**
 * @param {Uint8Array} input
 * @param {number} start
 * @param {number} end
 * @param {Uint8Array} inserted replaces the bytes from `start` to `end`
 */
function spliced(input, start, end, inserted) {
  return Buffer.concat([input.subarray(0, start), inserted, input.subarray(end)])
}

/**
 * @param {Uint8Array} input
 * @param {(byte: number) => number} change
 */
function withByte(input, change) {
  const copy = Buffer.from(input)
  const at = random(copy.length)
  if (copy.length > 0) copy[at] = change(/** @type {number} */ (copy[at]))
  return copy
}

/** @type {ReadonlyArray<(input: Uint8Array, other: Uint8Array) => Uint8Array>} */
const MUTATIONS = [
  (input) => withByte(input, (byte) => byte ^ (1 << random(8))),
  (input) => withByte(input, (byte) => byte + random(9) - 4),
  (input) => withByte(input, () => random(0x100)),
  (input) => spliced(input, ...part(input), Buffer.alloc(0)),
  (input) => spliced(input, ...part(input), oneOf(DICTIONARY)),
  (input) => {
    const at = random(input.length + 1)
    return spliced(input, at, at, oneOf(DICTIONARY))
  },
  (input) => {
    const at = random(input.length + 1)
    return spliced(input, at, at, input.subarray(...part(input)))
  },
  (input, other) => spliced(input, ...part(input), other.subarray(...part(other))),
]

/**
 * Returns a copy of `input` after one to eight random mutations, which may insert parts of
 * `other`. The copy is truncated to `LONGEST` bytes.
 *
 * @param {Uint8Array} input
 * @param {Uint8Array} other
 */
export function mutated(input, other) {
  let result = input
  for (let times = 1 + random(8); times > 0; times--) result = oneOf(MUTATIONS)(result, other)
  return new Uint8Array(result.subarray(0, LONGEST))
}
