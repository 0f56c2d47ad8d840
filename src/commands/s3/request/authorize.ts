import { command } from '../../../codec/command.js'
import { did } from '../../../codec/kinds/did.js'
import { optional, struct, type StructOf } from '../../../codec/kinds/struct.js'
import type { Type } from '../../../codec/type.js'
import { Request } from '../http-request.js'
import { KeySet } from '../key-set.js'
import { PermissionSet } from '../permission-set.js'
import { ProofSet } from '../proof-set.js'

const argumentFields = {
  /** The request to authorize. */
  request: Request,
}

/** The S3 request that {@link authorize} authorizes. */
export interface AuthorizeArguments extends StructOf<typeof argumentFields> {}

/** The S3 request that {@link authorize} authorizes. */
export const AuthorizeArguments: Type<AuthorizeArguments> = /* @__PURE__ */ struct(
  's3.request.AuthorizeArguments',
  argumentFields,
)

const okFields = {
  /**
   * The DID of the bucket. Absent for ListBuckets. For CreateBucket,
   * `/s3/request/authorize` omits the field, and `/s3/bucket/create` returns the DID of
   * the new bucket.
   */
  bucket: /* @__PURE__ */ optional(did),
  /**
   * The tenant of the access key. The field is newer than the version of the reference
   * that this library is tested against. Older services omit it.
   */
  tenant: /* @__PURE__ */ optional(did),
  /** The permissions of each access key. */
  permissions: PermissionSet,
  /** The keys that verify the signatures of each access key. */
  keys: KeySet,
  /**
   * The delegations that authorize Ingot, each with its proof chain. The chain may lack
   * the delegations from the bucket to the access key, which `/s3/bucket/info` returns.
   * The result of `/s3/bucket/create` has no delegations to Ingot: it has the
   * delegations to the access key.
   */
  delegations: ProofSet,
}

/** The permissions, keys and delegations with which Ingot, the S3 gateway, serves a request. */
export interface AuthorizeOK extends StructOf<typeof okFields> {}

/** The permissions, keys and delegations with which Ingot, the S3 gateway, serves a request. */
export const AuthorizeOK: Type<AuthorizeOK> = /* @__PURE__ */ struct(
  's3.request.AuthorizeOK',
  okFields,
)

/**
 * `/s3/request/authorize`: authorizes an S3 request. Ingot, the S3 gateway,
 * invokes it on Hilt, which keeps the access keys. The subject is Hilt.
 *
 * @example
 * ```ts
 * import { s3 } from '@fil-forge/libforge'
 *
 * const bytes = s3.request.authorize.arguments.cbor.encode({
 *   request: { method: 'GET', headers: { host: 's3.example' }, url: '/bucket/key' },
 * })
 * ```
 */
export const authorize = /* @__PURE__ */ command(
  '/s3/request/authorize',
  AuthorizeArguments,
  AuthorizeOK,
)
