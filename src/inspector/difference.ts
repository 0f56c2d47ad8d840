import type { Form, Part } from './part.js'

type Encoded = Pick<Form, 'bytes' | 'parts'>

/** Where two encodings part, and what stands there in each. */
export interface Difference {
  /** The first byte that differs, or at which one of them has ended. */
  readonly offset: number
  readonly parts: readonly [Part | undefined, Part | undefined]
}

/** The first byte in which two encodings differ; undefined where they are the same. */
export function differenceOf(a: Encoded, b: Encoded): Difference | undefined {
  const shorter = Math.min(a.bytes.length, b.bytes.length)
  let offset = 0
  while (offset < shorter && a.bytes[offset] === b.bytes[offset]) offset++
  if (offset === shorter && a.bytes.length === b.bytes.length) return undefined
  return { offset, parts: [partAt(a, offset), partAt(b, offset)] }
}

/** The part that a byte belongs to. */
export function partAt({ parts }: Pick<Encoded, 'parts'>, offset: number): Part | undefined {
  return parts.find((part) => part.offset <= offset && offset < part.offset + part.length)
}
