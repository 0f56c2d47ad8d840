/** The invocation's subject is not an account: it is neither a `did:mailto` nor a `did:plc`. */
export const InvalidAccount = 'InvalidAccount'

/** The customer has no active plan. */
export const AccountPlanMissing = 'AccountPlanMissing'
