import { quote } from '../../codec/error.js'
import type { Request } from './http-request.js'
import { permissionFor, type Operation } from './operation.js'
import { parsePathStyleUrl } from './path-style-url.js'
import type { Permission } from './permission.js'
import { UnsupportedOperationError } from './unsupported-operation-error.js'

interface Classified<O extends Operation> {
  /** The requested operation. */
  readonly operation: O
  /** The permission that the access key needs. */
  readonly permission: Permission
}

/** A request that lists the buckets. */
export interface ServiceRequest extends Classified<'ListBuckets'> {
  /** `undefined`, because the request is not about one bucket. */
  readonly bucket: undefined
  /** `undefined`, because the request is not about an object. */
  readonly key: undefined
}

/** A request about a bucket. */
export interface BucketRequest extends Classified<
  'CreateBucket' | 'DeleteBucket' | 'ListBucket' | 'ListBucketMultipartUploads'
> {
  /** The bucket's name, percent-encoded as in the URL. */
  readonly bucket: string
  /** `undefined`, because the request is not about one object. */
  readonly key: undefined
}

/** A request about an object or its multipart upload. */
export interface ObjectRequest extends Classified<
  Exclude<Operation, ServiceRequest['operation'] | BucketRequest['operation']>
> {
  /** The bucket's name, percent-encoded as in the URL. */
  readonly bucket: string
  /** The object's key, percent-encoded as in the URL. */
  readonly key: string
}

/** A classified request of the S3 API. */
export type ClassifiedRequest = ServiceRequest | BucketRequest | ObjectRequest

/** A query parameter that determines the operation. */
type Parameter = 'uploads' | 'uploadId' | 'partNumber'

interface Row {
  readonly methods: readonly string[]
  readonly about: 'service' | 'bucket' | 'object'
  readonly with?: readonly Parameter[]
  readonly without?: readonly Parameter[]
  readonly operation: Operation
}

const READ = ['GET', 'HEAD']
const PUT = ['PUT']
const POST = ['POST']
const WRITE = ['PUT', 'POST']
const DELETE = ['DELETE']

/** The first row that matches a request applies. */
const rows: readonly Row[] = [
  { methods: READ, about: 'service', operation: 'ListBuckets' },
  { methods: READ, about: 'bucket', with: ['uploads'], operation: 'ListBucketMultipartUploads' },
  { methods: READ, about: 'bucket', operation: 'ListBucket' },
  { methods: READ, about: 'object', with: ['uploadId'], operation: 'ListMultipartUploadParts' },
  { methods: READ, about: 'object', operation: 'GetObject' },
  { methods: WRITE, about: 'bucket', operation: 'CreateBucket' },
  { methods: POST, about: 'object', with: ['uploads'], operation: 'CreateMultipartUpload' },
  { methods: PUT, about: 'object', with: ['uploadId', 'partNumber'], operation: 'UploadPart' },
  {
    methods: POST,
    about: 'object',
    with: ['uploadId'],
    without: ['partNumber'],
    operation: 'CompleteMultipartUpload',
  },
  { methods: WRITE, about: 'object', operation: 'PutObject' },
  { methods: DELETE, about: 'bucket', operation: 'DeleteBucket' },
  { methods: DELETE, about: 'object', with: ['uploadId'], operation: 'AbortMultipartUpload' },
  { methods: DELETE, about: 'object', operation: 'DeleteObject' },
]

/**
 * Returns the operation, bucket and key of an S3 request, and the permission that
 * the operation needs. Hilt, which keeps the access keys, and Ingot, the S3 gateway,
 * both classify requests, and must agree.
 *
 * The operation follows from the method (case-insensitive), from the path (path
 * style, with or without an origin) and from three query parameters. `uploads` and
 * `partNumber` count if they are present. `uploadId` counts if it is not empty. All
 * other parameters and all headers are ignored, so CopyObject is classified as
 * PutObject. The first value of a repeated parameter counts. A fragment is ignored
 * (RFC 9110, section 7.1).
 *
 * Only the names of parameters are percent-decoded. They are case-sensitive.
 * The bucket is the first segment of the path. The key is everything after the
 * next slash, further slashes and dots included. `/photos/` has no key.
 *
 * The parameters `policy` and `delete` are ignored too, so `GET /photos?policy` is
 * classified as ListBucket, and `POST /photos?delete` as CreateBucket. A handler of
 * `/s3/bucket/policy` should not use this function.
 *
 * URLs that S3 implementations interpret differently are unsupported:
 *
 * - the path is relative or starts with two slashes
 * - the path or query contains a `%` without two hex digits
 * - the query contains a `;`, which must be encoded as `%3B`
 * - the scheme is not http or https
 *
 * @throws {@link UnsupportedOperationError} for an unsupported operation or URL
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#path-style-access
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * s3.classifyRequest({ method: 'PUT', url: '/photos/2026/a%20b.jpg?partNumber=1&uploadId=abc' })
 * // {
 * //   operation: 'UploadPart',
 * //   permission: 's3:PutObject',
 * //   bucket: 'photos',
 * //   key: '2026/a%20b.jpg',
 * // }
 * ```
 */
export function classifyRequest(request: Pick<Request, 'method' | 'url'>): ClassifiedRequest {
  const url = parsePathStyleUrl(request.url)
  if (url === undefined) {
    const message = `expected path-style URL without stray % or ;, received ${quote(request.url)}`
    throw new UnsupportedOperationError(message)
  }
  const { bucket, key } = url
  // ASCII letters only: toUpperCase turns ſ into S.
  const method = request.method.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())
  const about = bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object'
  const isPresent = (name: Parameter) => {
    const value = url.parameter(name)
    return value !== undefined && (value !== '' || name !== 'uploadId')
  }
  const row = rows.find(
    (candidate) =>
      candidate.about === about &&
      candidate.methods.includes(method) &&
      (candidate.with ?? []).every(isPresent) &&
      !candidate.without?.some(isPresent),
  )
  if (row === undefined) {
    const message = `unsupported S3 operation: ${quote(request.method)} ${quote(request.url)}`
    throw new UnsupportedOperationError(message)
  }
  const { operation } = row
  return { operation, permission: permissionFor[operation], bucket, key } as ClassifiedRequest
}
