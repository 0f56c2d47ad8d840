import { list as listOf } from '../../../codec/list.js'
import { struct, type StructOf } from '../../../codec/struct.js'
import { text } from '../../../codec/text.js'
import type { Type } from '../../../codec/type.js'
import { command } from '../../command.js'
import { Request } from '../http-request.js'

const bucketFields = {
  /** The bucket's Amazon resource name: `arn:aws:s3:::photos`. */
  arn: text,
  /** The region that the bucket is in. */
  region: text,
  /** When the bucket was created (RFC 3339): `2026-01-02T03:04:05Z`. */
  creationDate: text,
  /** The bucket's name in S3. */
  name: text,
}

/** A bucket in a list of them. */
export interface Bucket extends StructOf<typeof bucketFields> {}

/**
 * A bucket in a list of them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Bucket.html
 */
export const Bucket: Type<Bucket> = /* @__PURE__ */ struct('s3.bucket.Bucket', bucketFields)

const ownerFields = {
  /** The owner's name, for a person. */
  displayName: text,
  /** The owner's identifier. */
  id: text,
}

/** Whoever owns the buckets in a list. */
export interface Owner extends StructOf<typeof ownerFields> {}

/**
 * Whoever owns the buckets in a list.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Owner.html
 */
export const Owner: Type<Owner> = /* @__PURE__ */ struct('s3.bucket.Owner', ownerFields)

const argumentFields = {
  /** The request that lists the buckets (ListBuckets). */
  request: Request,
}

/** The arguments of {@link list}. */
export interface ListArguments extends StructOf<typeof argumentFields> {}

/** The arguments of {@link list}. */
export const ListArguments: Type<ListArguments> = /* @__PURE__ */ struct(
  's3.bucket.ListArguments',
  argumentFields,
)

const okFields = {
  /** The buckets, or as many as fit in one answer. */
  buckets: /* @__PURE__ */ listOf(Bucket),
  /** What the next request is to send to get the rest; empty where there is none. */
  continuationToken: text,
  /** Whoever owns the buckets. */
  owner: Owner,
  /** What the names of the buckets had to start with; empty where anything would do. */
  prefix: text,
}

/** What {@link list} returns. */
export interface ListOK extends StructOf<typeof okFields> {}

/** What {@link list} returns. */
export const ListOK: Type<ListOK> = /* @__PURE__ */ struct('s3.bucket.ListOK', okFields)

/**
 * `/s3/bucket/list`: lists the buckets of whoever signed a request. Ingot
 * invokes it on Hilt, which is its subject.
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
