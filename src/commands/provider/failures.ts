/** The invocation's subject is not an account that can pay. */
export const InvalidAccount = 'InvalidAccount'

/** The customer has no active plan. */
export const AccountPlanMissing = 'AccountPlanMissing'
