import { command } from '../../codec/command.js'
import { did } from '../../codec/kinds/did.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { CapabilityRequest } from './capability-request.js'
import { ClaimOK } from './claim.js'

const fields = {
  /** The CID of the confirmed task `/access/request`. */
  cause: link,
  /** The account that grants the capabilities: a `did:mailto`. */
  iss: did,
  /** The agent that the capabilities are granted to: the subject of the request. */
  aud: did,
  /** The capabilities to grant, copied from the request. */
  att: /* @__PURE__ */ list(CapabilityRequest),
}

/** The access request that {@link confirm} grants. */
export interface ConfirmArguments extends StructOf<typeof fields> {}

/** The access request that {@link confirm} grants. */
export const ConfirmArguments: Type<ConfirmArguments> = /* @__PURE__ */ struct(
  'access.ConfirmArguments',
  fields,
)

/** The result of {@link confirm}: the delegations that were created. */
export type ConfirmOK = ClaimOK
/** The result of {@link confirm}: the delegations that were created. */
export const ConfirmOK = ClaimOK

/**
 * `/access/confirm`: grants an agent the capabilities that it requested from an
 * account. The agent may then also invoke all commands on the account itself. The
 * upload service signs the invocation, sends it to the account as a link in an
 * email, and executes it when this link is approved. The subject is the upload
 * service.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/access.md#confirm-access
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { access } from '@fil-forge/libforge'
 *
 * const request = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = access.confirm.arguments.cbor.encode({
 *   cause: request,
 *   iss: 'did:mailto:example.com:alice',
 *   aud: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
 *   att: [{ cmd: '/blob/add' }],
 * })
 * ```
 */
export const confirm = /* @__PURE__ */ command('/access/confirm', ConfirmArguments, ConfirmOK)
