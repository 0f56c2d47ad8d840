import { bytes } from '../../codec/bytes.js'
import { oneOf } from '../../codec/enum.js'
import { struct, type StructOf } from '../../codec/struct.js'
import type { Type } from '../../codec/type.js'

const fields = {
  /** The algorithm that the key verifies: AWS Signature Version 4 (`sigv4`) or 4A (`sigv4a`). */
  kind: /* @__PURE__ */ oneOf('sigv4', 'sigv4a'),
  /** The key's bytes. Those of a `sigv4` key are a secret: it signs as well as it verifies. */
  data: bytes,
}

/**
 * A key by which Ingot verifies the signatures of S3 requests itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export interface VerificationKey extends StructOf<typeof fields> {}

/**
 * A key by which Ingot verifies the signatures of S3 requests itself.
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
