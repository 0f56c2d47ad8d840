import { command } from '../../../codec/command.js'
import { list as listOf } from '../../../codec/kinds/list.js'
import { string } from '../../../codec/kinds/string.js'
import { struct, type StructOf } from '../../../codec/kinds/struct.js'
import type { Type } from '../../../codec/type.js'
import { Request } from '../http-request.js'

const bucketFields = {
  /** The bucket's Amazon resource name, such as `arn:aws:s3:::photos`. */
  arn: string,
  /** The region of the bucket. */
  region: string,
  /** The time of creation (RFC 3339), such as `2026-01-02T03:04:05Z`. */
  creationDate: string,
  /** The bucket's name in S3. */
  name: string,
}

/** A bucket in the result of {@link list}. */
export interface Bucket extends StructOf<typeof bucketFields> {}

/**
 * A bucket in the result of {@link list}.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Bucket.html
 */
export const Bucket: Type<Bucket> = /* @__PURE__ */ struct('s3.bucket.Bucket', bucketFields)

const ownerFields = {
  /** The owner's name, for display. */
  displayName: string,
  /** The owner's identifier: the DID of the tenant. Any string is accepted. */
  id: string,
}

/** The owner of the buckets in the result of {@link list}. */
export interface Owner extends StructOf<typeof ownerFields> {}

/**
 * The owner of the buckets in the result of {@link list}.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Owner.html
 */
export const Owner: Type<Owner> = /* @__PURE__ */ struct('s3.bucket.Owner', ownerFields)

const argumentFields = {
  /** The request that lists the buckets (ListBuckets). */
  request: Request,
}

/** The S3 request that {@link list} executes. */
export interface ListArguments extends StructOf<typeof argumentFields> {}

/** The S3 request that {@link list} executes. */
export const ListArguments: Type<ListArguments> = /* @__PURE__ */ struct(
  's3.bucket.ListArguments',
  argumentFields,
)

const okFields = {
  /** The buckets of one page. */
  buckets: /* @__PURE__ */ listOf(Bucket),
  /** The token that requests the next page. Empty for the last page. */
  continuationToken: string,
  /** The owner of the buckets. */
  owner: Owner,
  /** The requested prefix of the buckets' names. Empty if none was requested. */
  prefix: string,
}

/** A page of the buckets of a tenant. */
export interface ListOK extends StructOf<typeof okFields> {}

/** A page of the buckets of a tenant. */
export const ListOK: Type<ListOK> = /* @__PURE__ */ struct('s3.bucket.ListOK', okFields)

/**
 * `/s3/bucket/list`: lists the buckets of the tenant whose access key signed the
 * request. Ingot, the S3 gateway, invokes the command on Hilt, which keeps the
 * buckets. The subject is Hilt.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const bytes = s3.bucket.list.arguments.cbor.encode({
 *   request: { method: 'GET', headers: { host: 's3.example' }, url: '/' },
 * })
 * ```
 */
export const list = /* @__PURE__ */ command('/s3/bucket/list', ListArguments, ListOK)
