import type { Form, Part } from './part.js'

/** The first byte in which two encodings differ. */
export interface Difference {
  readonly offset: number
  /** The part at the offset in the first encoding, then in the second one. */
  readonly parts: readonly [Part, Part]
}

/**
 * Returns the first byte in which two CBOR encodings differ, or `undefined` if
 * they are equal. Neither can be a prefix of the other, since CBOR encodes
 * lengths first.
 */
export function differenceOf(a: Form, b: Form): Difference | undefined {
  const offset = a.bytes.findIndex((byte, index) => byte !== b.bytes[index])
  return offset < 0 ? undefined : { offset, parts: [partAt(a, offset), partAt(b, offset)] }
}

/** Returns the part that contains the byte at an offset. In CBOR, every byte is in a part. */
function partAt({ parts }: Form, at: number): Part {
  return parts.find(({ offset, length }) => offset <= at && at < offset + length)!
}
