import { command } from '../../codec/command.js'
import { link } from '../../codec/kinds/link.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'
import { Unit } from '../unit.js'

const fields = {
  /**
   * The CID of the receipt token, not of the task. The receipt is in the container
   * of the invocation.
   */
  receipt: link,
}

/** The receipt that {@link conclude} delivers. */
export interface ConcludeArguments extends StructOf<typeof fields> {}

/** The receipt that {@link conclude} delivers. */
export const ConcludeArguments: Type<ConcludeArguments> = /* @__PURE__ */ struct(
  'ucan.ConcludeArguments',
  fields,
)

/** The result of {@link conclude}: an empty map. */
export type ConcludeOK = Unit
/** The result of {@link conclude}: an empty map. */
export const ConcludeOK = Unit

/**
 * `/ucan/conclude`: delivers the receipt of a task, such as `/http/put`, to the
 * service that awaits it. The service is the audience. The subject is the service, or
 * the invoking client if it has no delegation from the service.
 *
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/ucan.md#conclusion
 *
 * @example
 * ```ts
 * import { CID } from 'multiformats/cid'
 * import { ucan } from '@fil-forge/libforge'
 *
 * const receipt = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')
 * const bytes = ucan.conclude.arguments.cbor.encode({ receipt })
 * ```
 */
export const conclude = /* @__PURE__ */ command('/ucan/conclude', ConcludeArguments, ConcludeOK)
