import type { EmptyObjectConstructor } from './empty-object.js'

/** A field of a struct or tuple. `C` encodes the field's values, decodes them, or both. */
export interface Field<C> {
  readonly name: string
  readonly kind: C
  readonly optional: boolean
  /** The position in the declaration. */
  readonly index: number
  /** The name as a CBOR string. */
  readonly cbor: Uint8Array
  /** The name as a JSON string. */
  readonly json: Uint8Array
}

/** The order of a struct's fields: that of DAG-CBOR, that of DAG-JSON, or that of the declaration. */
export type FieldOrder = 'cbor' | 'json' | 'declared'

/** The fields of a struct. */
export interface FieldSet<C> {
  readonly ordered: Readonly<Record<FieldOrder, ReadonlyArray<Field<C>>>>
  /**
   * Whether decoding rejects unknown fields, fields out of order, and null for an
   * absent field. True for tokens, tasks and containers: an unknown field of a
   * token may be a restriction that the issuer signed.
   */
  readonly closed: boolean
  /** The initial values of the fields: `undefined` for each. Decoding a struct copies the list. */
  readonly absent: readonly undefined[]
  /** The constructor of the object that a struct is decoded to. */
  readonly Decoded: EmptyObjectConstructor
}
