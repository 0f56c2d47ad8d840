import { did } from '../../../codec/did.js'
import { optional, struct, type StructOf } from '../../../codec/struct.js'
import type { Type } from '../../../codec/type.js'
import { command } from '../../command.js'
import { Request } from '../http-request.js'
import { KeySet } from '../key-set.js'
import { PermissionSet } from '../permission-set.js'
import { ProofSet } from '../proof-set.js'

const argumentFields = {
  /** The request to authorize. */
  request: Request,
}

/** The arguments of {@link authorize}. */
export interface AuthorizeArguments extends StructOf<typeof argumentFields> {}

/** The arguments of {@link authorize}. */
export const AuthorizeArguments: Type<AuthorizeArguments> = /* @__PURE__ */ struct(
  's3.request.AuthorizeArguments',
  argumentFields,
)

const okFields = {
  /** The bucket that the request is about; absent where it is about none, as in listing buckets. */
  bucket: /* @__PURE__ */ optional(did),
  /** What each access key may do. */
  permissions: PermissionSet,
  /** The keys by which the signatures of each access key are verified. */
  keys: KeySet,
  /** The delegations that Ingot acts on, each with those that prove it. */
  delegations: ProofSet,
}

/** What {@link authorize} returns. */
export interface AuthorizeOK extends StructOf<typeof okFields> {}

/** What {@link authorize} returns. */
export const AuthorizeOK: Type<AuthorizeOK> = /* @__PURE__ */ struct(
  's3.request.AuthorizeOK',
  okFields,
)

/**
 * `/s3/request/authorize`: whether the signer of an S3 request may do what it
 * asks for. Ingot invokes it on Hilt, which is its subject.
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
