import { command } from '../../codec/command.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'
import { CandidateSet } from './candidate-set.js'

const fields = {
  /** All candidates of the policy, at least one. They replace the earlier candidates. */
  candidates: CandidateSet,
}

/** The candidates that {@link put} gives to a policy. */
export interface PutArguments extends StructOf<typeof fields> {}

/** The candidates that {@link put} gives to a policy. */
export const PutArguments: Type<PutArguments> = /* @__PURE__ */ struct(
  'routing.PutArguments',
  fields,
)

/** The result of {@link put}: an empty map. */
export type PutOK = Unit
/** The result of {@link put}: an empty map. */
export const PutOK = Unit

/**
 * `/routing/put`: sets the candidates of a routing policy. The subject is the policy, a
 * `did:key`. The upload service executes the command, and then routes the blobs of
 * spaces with this policy to the candidates. The command is newer than the version of
 * the reference that this library is tested against.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/routing.md#put-routing-policy
 *
 * @example
 * ```ts
 * import { routing } from '@fil-forge/libforge'
 *
 * const bytes = routing.put.arguments.cbor.encode({ candidates: { 'did:web:node.example': {} } })
 * ```
 */
export const put = /* @__PURE__ */ command('/routing/put', PutArguments, PutOK)
