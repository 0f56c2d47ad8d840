import { command } from '../../codec/command.js'
import { did } from '../../codec/kinds/did.js'
import { string } from '../../codec/kinds/string.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The tenant that the principal belongs to. */
  tenant: did,
  /** The identifier of the principal, unique within the tenant. */
  principal: string,
}

/** The principal whose cached proofs {@link invalidate} voids. */
export interface InvalidateArguments extends StructOf<typeof fields> {}

/** The principal whose cached proofs {@link invalidate} voids. */
export const InvalidateArguments: Type<InvalidateArguments> = /* @__PURE__ */ struct(
  'principal.InvalidateArguments',
  fields,
)

/** The result of {@link invalidate}: an empty map. */
export type InvalidateOK = Unit
/** The result of {@link invalidate}: an empty map. */
export const InvalidateOK = Unit

/**
 * `/principal/invalidate`: voids the cached proofs of a principal's access keys. Hilt,
 * which keeps the tenants of Fil One, invokes the command on the revocation service
 * when the access of a principal changes. Hilt is the issuer and the subject. The
 * command is newer than the version of the reference that this library is tested
 * against.
 *
 * @example
 * ```ts
 * import { principal } from '@fil-forge/libforge'
 *
 * const bytes = principal.invalidate.arguments.cbor.encode({
 *   tenant: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
 *   principal: '8f2c9e14',
 * })
 * ```
 */
export const invalidate = /* @__PURE__ */ command(
  '/principal/invalidate',
  InvalidateArguments,
  InvalidateOK,
)
