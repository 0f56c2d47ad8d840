import { constantFrom, nat, oneof, tuple, uint8Array, type Arbitrary } from 'fast-check'
import { limits } from '../codec/limits.js'

/** The greatest lengths with a CBOR header of 1 and of 2 bytes, and the next lengths. */
const LENGTHS = [23, 24, 255, 256]
/** The greatest length with a CBOR header of 3 bytes, and the next length. */
const LONG = [65_535, 65_536]

/** An arbitrary of byte strings. Most are short, and some are empty. */
export const bytes: Arbitrary<Uint8Array> = /* @__PURE__ */ oneof(
  { weight: 270, arbitrary: /* @__PURE__ */ uint8Array({ maxLength: limits.bytes, size: '=' }) },
  { weight: 29, arbitrary: /* @__PURE__ */ filled(LENGTHS) },
  { weight: 1, arbitrary: /* @__PURE__ */ filled(LONG) },
)

export function bytesOfLength(length: number): Arbitrary<Uint8Array> {
  return uint8Array({ minLength: length, maxLength: length, size: '=' })
}

function filled(lengths: readonly number[]): Arbitrary<Uint8Array> {
  return tuple(constantFrom(...lengths), nat(0xff)).map(([length, byte]) =>
    new Uint8Array(length).fill(byte),
  )
}
