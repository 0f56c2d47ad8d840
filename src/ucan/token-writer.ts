import { CborWriter } from '../codec/cbor/writer.js'

/** The longest head of an integer. */
const HEAD = 9

/** Writes CBOR with what tokens have besides the wire types: integers, null, values kept as bytes. */
export class TokenWriter extends CborWriter {
  /** Writes an integer within 2^53. */
  integer(value: number): void {
    const major = value < 0 ? 0x20 : 0
    const argument = value < 0 ? -1 - value : value
    this.reserve(HEAD)
    if (argument < 24) {
      this.out[this.length++] = major | argument
      return
    }
    // Behind the first byte are 1, 2, 4 or 8 more: two to this power.
    let power = 0
    while (power < 3 && argument >= 256 ** (1 << power)) power++
    this.out[this.length++] = major | (24 + power)
    for (let place = (1 << power) - 1; place >= 0; place--) {
      this.out[this.length++] = Math.floor(argument / 256 ** place) & 0xff
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
