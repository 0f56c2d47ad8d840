/** The invocation's subject is not the DID of an account: a `did:mailto` or `did:plc`. */
export const InvalidAccount = 'InvalidAccount'

/** The customer has no active plan. */
export const AccountPlanMissing = 'AccountPlanMissing'
