import { map } from '../../codec/map.js'
import { struct, type StructOf } from '../../codec/struct.js'
import { text } from '../../codec/text.js'
import type { Type } from '../../codec/type.js'

const fields = {
  /** The HTTP method (RFC 9110, section 9): `GET`. */
  method: text,
  /** The HTTP headers by name, those of AWS Signature Version 4 among them. */
  headers: /* @__PURE__ */ map(text, text),
  /** The URL as the client sent it, with its query; percent-encoding (RFC 3986) is left as signed. */
  url: text,
}

/**
 * An HTTP request of the S3 API as Ingot got it, signed with AWS Signature
 * Version 4 or 4A in its headers or in its query (a presigned URL).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export interface Request extends StructOf<typeof fields> {}

/**
 * An HTTP request of the S3 API as Ingot got it.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const request: s3.Request = { method: 'GET', headers: { host: 's3.example' }, url: '/bucket/key' }
 * s3.Request.is(request) // true
 * ```
 */
export const Request: Type<Request> = /* @__PURE__ */ struct('s3.Request', fields)
