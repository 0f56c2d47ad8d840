import { command } from '../../codec/command.js'
import { did } from '../../codec/kinds/did.js'
import { i64 } from '../../codec/kinds/integer.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { AwaitOK } from '../await-ok.js'
import { CapabilityRequest } from './capability-request.js'

const argumentFields = {
  /** The account from which the capabilities are requested: a `did:mailto`. */
  iss: did,
  /** The requested capabilities. */
  att: /* @__PURE__ */ list(CapabilityRequest),
}

/** The capabilities that {@link request} asks an account for. */
export interface RequestArguments extends StructOf<typeof argumentFields> {}

/** The capabilities that {@link request} asks an account for. */
export const RequestArguments: Type<RequestArguments> = /* @__PURE__ */ struct(
  'access.RequestArguments',
  argumentFields,
)

const okFields = {
  /**
   * The CID of the task `/access/request`. The resulting delegations have this CID
   * as `accessRequest` in their `meta`.
   */
  req: link,
  /** The promise of the result of the task `/access/confirm`, which grants the request. */
  confirm: AwaitOK,
  /** The time at which the link in the email expires, in Unix seconds. */
  exp: i64,
}

/** The access request that {@link request} made. */
export interface RequestOK extends StructOf<typeof okFields> {}

/** The access request that {@link request} made. */
export const RequestOK: Type<RequestOK> = /* @__PURE__ */ struct('access.RequestOK', okFields)

/**
 * `/access/request`: asks an account for capabilities. The upload service sends
 * the account an email with a link. Once the owner of the address approves the request
 * at this link, the delegations can be claimed with `/access/claim`. The subject is the
 * agent that asks.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/access.md#request-access
 *
 * @example
 * ```ts
 * import { access } from '@fil-forge/libforge'
 *
 * const bytes = access.request.arguments.cbor.encode({
 *   iss: 'did:mailto:example.com:alice',
 *   att: [{ cmd: '/' }],
 * })
 * ```
 */
export const request = /* @__PURE__ */ command('/access/request', RequestArguments, RequestOK)
