import type { MalformedArguments } from '../failure.js'

/** The subject of the invocation is no account that can pay. */
export const InvalidAccount = 'InvalidAccount'

/** The customer has no active plan to pay by. */
export const AccountPlanMissing = 'AccountPlanMissing'

/**
 * Why `/provider/add` failed: the `name` of its `Failure`.
 *
 * @example
 * ```ts
 * import { provider } from '@fil-forge/libforge'
 *
 * const name: provider.FailureName = provider.AccountPlanMissing
 * ```
 */
export type FailureName =
  | typeof InvalidAccount
  | typeof AccountPlanMissing
  | typeof MalformedArguments
