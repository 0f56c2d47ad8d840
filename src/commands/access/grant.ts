import { command } from '../../codec/command.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { optional, struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { CapabilityRequest } from './capability-request.js'
import { ClaimOK } from './claim.js'

const fields = {
  /** The requested capabilities: at least one. */
  att: /* @__PURE__ */ list(CapabilityRequest),
  /**
   * The CID of the invocation that is the reason for the request. The container of
   * the request must include this invocation.
   */
  cause: /* @__PURE__ */ optional(link),
}

/** The capabilities that {@link grant} requests. */
export interface GrantArguments extends StructOf<typeof fields> {}

/** The capabilities that {@link grant} requests. */
export const GrantArguments: Type<GrantArguments> = /* @__PURE__ */ struct(
  'access.GrantArguments',
  fields,
)

/** The result of {@link grant}: the granted delegations. */
export type GrantOK = ClaimOK
/** The result of {@link grant}: the granted delegations. */
export const GrantOK = ClaimOK

/**
 * `/access/grant`: asks a service for delegations, which the service issues or
 * denies at once. Unlike `/access/request`, the command needs no confirmation.
 *
 * @example
 * ```ts
 * import { access } from '@fil-forge/libforge'
 *
 * const bytes = access.grant.arguments.cbor.encode({ att: [{ cmd: '/blob/retrieve' }] })
 * ```
 */
export const grant = /* @__PURE__ */ command('/access/grant', GrantArguments, GrantOK)
