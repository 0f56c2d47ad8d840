import type { Form, Part } from './part.js'

/** Where two encodings part, and what stands there in each. */
export interface Difference {
  /** The first byte that differs. */
  readonly offset: number
  readonly parts: readonly [Part, Part]
}

/**
 * The first byte in which two values differ in CBOR; undefined where they are
 * the same. There is one: CBOR says ahead how long it is, so that no value is
 * the start of another.
 */
export function differenceOf(a: Form, b: Form): Difference | undefined {
  const offset = a.bytes.findIndex((byte, index) => byte !== b.bytes[index])
  return offset < 0 ? undefined : { offset, parts: [partAt(a, offset), partAt(b, offset)] }
}

/** The part that a byte of CBOR belongs to. */
function partAt({ parts }: Form, at: number): Part {
  return parts.find(({ offset, length }) => offset <= at && at < offset + length)!
}
