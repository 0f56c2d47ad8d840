import { bytes } from '../../codec/kinds/bytes.js'
import { u64 } from '../../codec/kinds/integer.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'

const fields = {
  /** The multihash of the blob's bytes, usually sha2-256. */
  digest: bytes,
  /** The size of the blob, in bytes. */
  size: u64,
}

/** A blob: an array of bytes, identified by its multihash. */
export interface Blob extends StructOf<typeof fields> {}

/**
 * A blob: an array of bytes, identified by its multihash.
 *
 * @see https://github.com/multiformats/multihash
 *
 * @example
 * ```ts
 * import { blob } from '@fil-forge/libforge'
 *
 * blob.Blob.is({ digest: new Uint8Array(34), size: 2097152 }) // true
 * blob.Blob.is({ digest: new Uint8Array(34), size: -1 }) // false
 * ```
 */
export const Blob: Type<Blob> = /* @__PURE__ */ struct('blob.Blob', fields)
