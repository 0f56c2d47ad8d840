/*
 * DER: the encoding of keys (ITU-T X.690).
 */
export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const SEQUENCE = 0x30

/** Encodes an element with less than 64 KiB of content. */
export function encodeDER(
  tag: number,
  ...contents: readonly Uint8Array[]
): Uint8Array<ArrayBuffer> {
  const size = contents.reduce((sum, { length }) => sum + length, 0)
  const header =
    size < 0x80
      ? [tag, size]
      : size < 0x100
        ? [tag, 0x81, size]
        : [tag, 0x82, size >> 8, size & 0xff]
  const element = new Uint8Array(header.length + size)
  element.set(header)
  let at = header.length
  for (const content of contents) {
    element.set(content, at)
    at += content.length
  }
  return element
}

/**
 * Decodes the elements of a sequence, one after the other. Accepts lengths that are
 * not in their shortest form: to accept only DER, encode the elements again and compare the bytes.
 */
export class DERReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /**
   * Returns the content of the next element.
   *
   * @throws {TypeError} if the element has another tag, is truncated, or has an
   *   unsupported length: indefinite, or encoded in more than two bytes
   */
  read(tag: number): Uint8Array {
    const received = this.#byte()
    if (received !== tag) {
      throw new TypeError(`malformed DER: expected tag ${tag}, received ${received}`)
    }
    const size = this.#size()
    const start = this.#at
    this.#at += size
    if (this.#at > this.#bytes.length) throw new TypeError('malformed DER: unexpected end of input')
    return this.#bytes.subarray(start, this.#at)
  }

  #size(): number {
    const first = this.#byte()
    if (first < 0x80) return first
    if (first === 0x81) return this.#byte()
    if (first === 0x82) return (this.#byte() << 8) | this.#byte()
    throw new TypeError(
      `malformed DER: expected a definite length in at most two bytes, received length byte ${first}`,
    )
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new TypeError('malformed DER: unexpected end of input')
    return byte
  }
}
