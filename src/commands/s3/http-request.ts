import { map } from '../../codec/kinds/map.js'
import { string } from '../../codec/kinds/string.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'

const fields = {
  /** The HTTP method (RFC 9110, section 9), such as `GET`. */
  method: string,
  /** The HTTP headers, by name. They include the signature, unless the URL is presigned. */
  headers: /* @__PURE__ */ map(string, string),
  /** The URL as the client sent and signed it, including the query and the original percent-encoding (RFC 3986). */
  url: string,
}

/**
 * An HTTP request of the S3 API, as received by Ingot, the S3 gateway. The
 * request is signed with AWS Signature Version 4 or 4A. The signature is in the
 * headers, or in the query of a presigned URL.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export interface Request extends StructOf<typeof fields> {}

/**
 * An HTTP request of the S3 API, as received by Ingot, the S3 gateway.
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
