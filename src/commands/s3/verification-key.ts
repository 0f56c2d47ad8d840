import { bytes } from '../../codec/kinds/bytes.js'
import { oneOf } from '../../codec/kinds/enum.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'

const fields = {
  /** The algorithm of the signatures: AWS Signature Version 4 (`sigv4`) or 4A (`sigv4a`). */
  kind: /* @__PURE__ */ oneOf('sigv4', 'sigv4a'),
  /** The bytes of the key. Keep a `sigv4` key secret: it can also sign requests. */
  data: bytes,
}

/**
 * A key with which Ingot, the S3 gateway, verifies the signatures of S3 requests.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export interface VerificationKey extends StructOf<typeof fields> {}

/**
 * A key with which Ingot, the S3 gateway, verifies the signatures of S3 requests.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * s3.VerificationKey.is({ kind: 'sigv4', data: new Uint8Array(32) }) // true
 * s3.VerificationKey.is({ kind: 'rsa', data: new Uint8Array(32) }) // false
 * ```
 */
export const VerificationKey: Type<VerificationKey> = /* @__PURE__ */ struct(
  's3.VerificationKey',
  fields,
)
