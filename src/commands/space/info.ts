import { command } from '../../codec/command.js'
import { did } from '../../codec/kinds/did.js'
import { list } from '../../codec/kinds/list.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

/** The arguments of {@link info}: an empty map. */
export type InfoArguments = Unit
/** The arguments of {@link info}: an empty map. */
export const InfoArguments = Unit

const fields = {
  /** The providers that the space is provisioned with. */
  providers: /* @__PURE__ */ list(did),
}

/** The providers of a space. */
export interface InfoOK extends StructOf<typeof fields> {}

/** The providers of a space. */
export const InfoOK: Type<InfoOK> = /* @__PURE__ */ struct('space.InfoOK', fields)

/**
 * `/space/info`: returns the providers of a space, which is the subject.
 *
 * @example
 * ```ts
 * import { space } from '@fil-forge/libforge'
 *
 * const bytes = space.info.arguments.cbor.encode({})
 * ```
 */
export const info = /* @__PURE__ */ command('/space/info', InfoArguments, InfoOK)
