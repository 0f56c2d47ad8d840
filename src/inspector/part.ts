import type { CID } from 'multiformats/cid'

/** The name of an encoding. */
export type Format = 'cbor' | 'json'

/** The path from the root to a value. */
export type Path = ReadonlyArray<string | number>

/** A range of encoded bytes: a key, a scalar, or the start of a map or list. */
export interface Part {
  readonly offset: number
  readonly length: number
  /** The number of header bytes of CBOR: major type, length and tag. 0 in DAG-JSON, and for a skipped value. */
  readonly headerLength: number
  readonly role: 'field' | 'key' | 'value'
  /** The path to the value, or to the value of this key. */
  readonly path: Path
  /** The name of the value's type. `undefined` for an unknown field, which decoding skips. */
  readonly kind: string | undefined
  /** The value, in words: `"us-east-1"`, `2 bytes`, `a map of 3 fields`. */
  readonly words: string
  /** What the value means. `undefined` if it is not documented. */
  readonly meaning: string | undefined
}

/** A value in one encoding. */
export interface Form {
  readonly bytes: Uint8Array
  readonly parts: readonly Part[]
  readonly cid: CID
}
