import { CborReader } from '../codec/cbor/reader.js'

/** How deep data may be nested; a scalar has depth 1. */
const DEPTH = 32

/** Reads CBOR with what tokens have besides the wire types: integers, and values kept as bytes. */
export class TokenReader extends CborReader {
  /** Where the next item starts. */
  get next(): number {
    return this.position
  }

  /** The bytes from `start` to where the next item starts. */
  since(start: number): Uint8Array<ArrayBuffer> {
    return this.copy(start, this.position)
  }

  integer(): number {
    const start = this.position
    this.skip()
    this.at = start
    const initial = this.source[start]!
    if (initial >> 5 > 1) throw this.refuse('wrong-type', 'expected an integer')
    let argument = initial & 31
    if (argument > 23) {
      argument = 0
      for (let i = start + 1; i < this.position; i++) argument = argument * 256 + this.source[i]!
    }
    const value = initial >> 5 === 0 ? argument : -1 - argument
    if (!Number.isSafeInteger(value)) {
      throw this.refuse('wrong-type', 'expected an integer within 2^53')
    }
    return value
  }

  /** Steps over a value of any kind, and returns its bytes. */
  raw(): Uint8Array<ArrayBuffer> {
    const start = this.position
    this.skip()
    this.at = start
    return this.since(start)
  }

  /** The same, where it must be a map. */
  rawMap(): Uint8Array<ArrayBuffer> {
    const start = this.position
    this.openMap()
    this.position = start
    return this.raw()
  }

  /**
   * Steps over a value that is to be decoded as DAG-CBOR, and returns its bytes.
   * The decoder recurses, and takes time out of proportion where it goes deep.
   */
  data(): Uint8Array<ArrayBuffer> {
    const start = this.position
    this.#stepOver(DEPTH)
    this.at = start
    return this.since(start)
  }

  #stepOver(depth: number): void {
    const major = this.source[this.position]! >> 5
    if (depth === 0) {
      this.at = this.position
      throw this.tooDeep(DEPTH)
    }
    if (major === 4) for (let left = this.openList(); left > 0; left--) this.#stepOver(depth - 1)
    else if (major === 5) {
      for (let left = this.openMap(); left > 0; left--) {
        this.skip()
        this.#stepOver(depth - 1)
      }
    } else if (major === 6) this.link()
    else this.skip()
  }
}
