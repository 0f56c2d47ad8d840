import { quote } from '../../codec/error.js'
import type { Request } from './http-request.js'
import { permissionFor, type Operation } from './operation.js'
import { readPathStyleUrl } from './path-style-url.js'
import type { Permission } from './permission.js'
import { UnsupportedOperation } from './unsupported-operation.js'

interface Classified<O extends Operation> {
  /** What the request asks for. */
  readonly operation: O
  /** The permission that the access key must have. */
  readonly permission: Permission
}

/** A request about no bucket: it lists them all. */
export interface ServiceRequest extends Classified<'ListBuckets'> {
  /** It is about no bucket. */
  readonly bucket: undefined
  /** It is about no object. */
  readonly key: undefined
}

/** A request about a bucket. */
export interface BucketRequest extends Classified<
  'CreateBucket' | 'DeleteBucket' | 'ListBucket' | 'ListBucketMultipartUploads'
> {
  /** The bucket's name, percent-encoded as it was signed. */
  readonly bucket: string
  /** It is about no single object. */
  readonly key: undefined
}

/** A request about an object, or about the upload of one. */
export interface ObjectRequest extends Classified<
  Exclude<Operation, ServiceRequest['operation'] | BucketRequest['operation']>
> {
  /** The bucket's name, percent-encoded as it was signed. */
  readonly bucket: string
  /** The object's key, percent-encoded as it was signed. */
  readonly key: string
}

/** What a request of the S3 API asks for, and of what. */
export type ClassifiedRequest = ServiceRequest | BucketRequest | ObjectRequest

/** `uploadId` counts where it isn't empty, the others where they stand at all. */
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

/** The first row that fits says what a request is. */
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
 * What a request of the S3 API asks for, which permission that needs, and which
 * bucket and key it is about. Hilt and Ingot both decide it, and must agree.
 *
 * It goes by the method, in any case; by the URL, of path style, absolute or
 * its path and query alone; and in the query by `uploads` and `partNumber`,
 * where they stand at all, and `uploadId`, where it isn't empty. Other
 * parameters and all headers are as if they weren't there: a copy is a
 * PutObject.
 *
 * Of the URL nothing is decoded but the names of the parameters, which are
 * case-sensitive, and nothing resolved: the bucket is the first segment of the
 * path, the key all that follows its slash, more slashes and dots included.
 * Where a parameter stands twice, the first counts. A fragment is no part of a
 * request (RFC 9110, section 7.1).
 *
 * Requests about a bucket's policy (`?policy`), or to delete many objects
 * (`?delete`), are none of these operations, and are taken for one of their
 * path: whoever serves `/s3/bucket/policy` doesn't go by this.
 *
 * What programs read in different ways is unsupported: a path that starts with
 * two slashes, a `%` without two hex digits, a scheme other than http and
 * https, a path without its slash.
 *
 * @throws {@link UnsupportedOperation} where it is none of the operations; of
 * texts nothing else is thrown, whatever they are
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#path-style-access
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * s3.classify({ method: 'PUT', url: '/photos/2026/a%20b.jpg?partNumber=1&uploadId=abc' })
 * // {
 * //   operation: 'UploadPart',
 * //   permission: 's3:PutObject',
 * //   bucket: 'photos',
 * //   key: '2026/a%20b.jpg',
 * // }
 * ```
 */
export function classify(request: Pick<Request, 'method' | 'url'>): ClassifiedRequest {
  const url = readPathStyleUrl(request.url)
  if (url === undefined) throw unsupported(request)
  const { bucket, key } = url
  // Letter by letter, since toUpperCase alone makes an S of ſ.
  const method = request.method.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())
  const about = bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object'
  const counts = (name: Parameter) => {
    const value = url.parameter(name)
    return value !== undefined && (value !== '' || name !== 'uploadId')
  }
  const row = rows.find(
    (candidate) =>
      candidate.about === about &&
      candidate.methods.includes(method) &&
      (candidate.with ?? []).every(counts) &&
      !candidate.without?.some(counts),
  )
  if (row === undefined) throw unsupported(request)
  const { operation } = row
  return { operation, permission: permissionFor[operation], bucket, key } as ClassifiedRequest
}

function unsupported({ method, url }: Pick<Request, 'method' | 'url'>): UnsupportedOperation {
  return new UnsupportedOperation(
    `${quote(method)} ${quote(url)} is no operation of S3 that is supported`,
  )
}
