import { command } from '../../codec/command.js'
import { link } from '../../codec/kinds/link.js'
import { list } from '../../codec/kinds/list.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The CIDs of the delegations to store. The delegations are in the container of the invocation. */
  delegations: /* @__PURE__ */ list(link),
}

/** The delegations that {@link delegate} stores. */
export interface DelegateArguments extends StructOf<typeof fields> {}

/** The delegations that {@link delegate} stores. */
export const DelegateArguments: Type<DelegateArguments> = /* @__PURE__ */ struct(
  'access.DelegateArguments',
  fields,
)

/** The result of {@link delegate}: an empty map. */
export type DelegateOK = Unit
/** The result of {@link delegate}: an empty map. */
export const DelegateOK = Unit

/**
 * `/access/delegate`: stores delegations with the upload service, so that their
 * audiences can claim them. The subject is a space that is provisioned with a
 * provider.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/access.md#delegate-access
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { access } from '@fil-forge/libforge'
 *
 * const delegation = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = access.delegate.arguments.cbor.encode({ delegations: [delegation] })
 * ```
 */
export const delegate = /* @__PURE__ */ command('/access/delegate', DelegateArguments, DelegateOK)
