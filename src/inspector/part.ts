import type { CID } from 'multiformats/cid'

export type Format = 'cbor' | 'json'

/** The path from the root to a value. */
export type Path = ReadonlyArray<string | number>

/**
 * A range of encoded bytes: a key, a scalar, the start of a map or list, or a whole map
 * or list that is not divided into parts.
 */
export interface Part {
  readonly offset: number
  readonly length: number
  /**
   * The number of header bytes. A CBOR header consists of tags, a major type, and a length,
   * integer or float. Special cases:
   *
   * - 0 in DAG-JSON, and for the value of an unknown field unless it is `null`
   * - `length` for a value of the kind `bigint`, and for a map or list of the kind `data`
   *   that is not divided into parts
   */
  readonly headerLength: number
  /** `field` for a key of a struct, or of a map of the kind `data`. `key` for a key of any other map. */
  readonly role: 'field' | 'key' | 'value'
  /** The path to the value, or to the value of this key. */
  readonly path: Path
  /**
   * The name of the type of this key or value. In a token, `data` for every value outside
   * arguments, results and failures of a known type. `undefined` for an unknown field and
   * its value, which decoding skips.
   */
  readonly kind: string | undefined
  /** The key, or the value in words, such as `"us-east-1"`, `2 bytes` or `a map of 3 fields`. */
  readonly words: string
  /** The meaning of the value. `undefined` for a key, and if the value is not documented. */
  readonly meaning: string | undefined
}

/** A value in one encoding. */
export interface Form {
  readonly bytes: Uint8Array
  readonly parts: readonly Part[]
  readonly cid: CID
}
