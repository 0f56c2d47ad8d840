import { bytes } from '../../codec/kinds/bytes.js'
import { either, type EitherOf } from '../../codec/kinds/either.js'
import { u64 } from '../../codec/kinds/integer.js'
import type { Type } from '../../codec/type.js'

const alternatives = {
  /** The multihash of the blob's bytes, usually sha2-256. */
  digest: bytes,
  /**
   * The code of the blob's multihash function, such as `0x12` for sha2-256. Replaces
   * `digest` if the digest is not known yet. The field is newer than the version of the
   * reference that this library is tested against.
   */
  digestCode: u64,
}

const fields = {
  /** The size of the blob, in bytes. */
  size: u64,
}

/** A blob to store, with either its digest or the code of the hash function. */
export type BlobSpec = EitherOf<typeof alternatives, typeof fields>

/**
 * A blob to store, with either its digest or the code of the hash function. A
 * value with a digest is also a `blob.Blob`, the only form that older services accept.
 *
 * @example
 * ```ts
 * import { blob } from '@fil-forge/libforge'
 *
 * blob.BlobSpec.is({ digest: new Uint8Array(34), size: 2097152 }) // true
 * blob.BlobSpec.is({ digestCode: 0x12, size: 2097152 }) // true
 * blob.BlobSpec.is({ size: 2097152 }) // false
 * ```
 */
export const BlobSpec: Type<BlobSpec> = /* @__PURE__ */ either(
  'blob.BlobSpec',
  alternatives,
  fields,
)
