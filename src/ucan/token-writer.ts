import { CborWriter } from '../codec/cbor/writer.js'

/** The longest head of an integer. */
const HEAD = 9

/** Writes CBOR with what tokens have besides the wire types: integers, null, values kept as bytes. */
export class TokenWriter extends CborWriter {
  /** Writes an integer within 2^53. */
  integer(value: number): void {
    this.reserve(HEAD)
    const major = value < 0 ? 0x20 : 0
    const argument = value < 0 ? -1 - value : value
    const size =
      argument < 24
        ? 0
        : argument < 0x100
          ? 1
          : argument < 0x10000
            ? 2
            : argument < 0x100000000
              ? 4
              : 8
    if (size === 0) {
      this.out[this.length++] = major | argument
      return
    }
    this.out[this.length++] = major | (24 + Math.log2(size))
    for (let i = size - 1; i >= 0; i--) {
      this.out[this.length++] = Math.floor(argument / 256 ** i) & 0xff
    }
  }

  null(): void {
    this.reserve(1)
    this.out[this.length++] = 0xf6
  }

  /** Writes what is CBOR already. */
  raw(cbor: Uint8Array): void {
    this.reserve(cbor.length)
    this.append(cbor)
  }
}
