import { command } from '../../codec/command.js'
import { did } from '../../codec/kinds/did.js'
import { optional, struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /** The routing policy, a `did:key`. If absent, the policy of the space is removed. */
  policy: /* @__PURE__ */ optional(did),
}

/** The routing policy that {@link use} gives to a space. */
export interface UseArguments extends StructOf<typeof fields> {}

/** The routing policy that {@link use} gives to a space. */
export const UseArguments: Type<UseArguments> = /* @__PURE__ */ struct(
  'routing.UseArguments',
  fields,
)

/** The result of {@link use}: an empty map. */
export type UseOK = Unit
/** The result of {@link use}: an empty map. */
export const UseOK = Unit

/**
 * `/routing/use`: sets or removes the routing policy of a space, which is the subject.
 * The upload service, which keeps the uploads of spaces, executes the command. The
 * command is newer than the version of the reference that this library is tested
 * against.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/routing.md#use-routing-policy
 *
 * @example
 * ```ts
 * import { routing } from '@fil-forge/libforge'
 *
 * const bytes = routing.use.arguments.cbor.encode({
 *   policy: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
 * })
 * ```
 */
export const use = /* @__PURE__ */ command('/routing/use', UseArguments, UseOK)
