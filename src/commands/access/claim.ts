import { command } from '../../codec/command.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

/** The arguments of {@link claim}: an empty map. */
export type ClaimArguments = Unit
/** The arguments of {@link claim}: an empty map. */
export const ClaimArguments = Unit

const fields = {
  /** The CIDs of the delegations. The delegations are in the container with the receipt. */
  delegations: /* @__PURE__ */ list(link),
}

/** The delegations that {@link claim} returns. */
export interface ClaimOK extends StructOf<typeof fields> {}

/** The delegations that {@link claim} returns. */
export const ClaimOK: Type<ClaimOK> = /* @__PURE__ */ struct('access.ClaimOK', fields)

/**
 * `/access/claim`: returns the delegations whose audience is the subject. The
 * upload service, which stores the delegations, executes the command. The subject is
 * the agent that invokes the command, or an account that delegated the command to
 * this agent.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/access.md#claim-access
 *
 * @example
 * ```ts
 * import { access } from '@fil-forge/libforge'
 *
 * const bytes = access.claim.arguments.cbor.encode({})
 * ```
 */
export const claim = /* @__PURE__ */ command('/access/claim', ClaimArguments, ClaimOK)
