/** The subject of `/access/confirm` is not the upload service. */
export const InvalidAccessConfirmSubject = 'InvalidAccessConfirmSubject'

/** The account in `/access/confirm` is not a `did:mailto`. */
export const InvalidAccessConfirmIssuer = 'InvalidAccessConfirmIssuer'

/** A delegation whose CID is in the arguments of `/access/delegate` is not in the container. */
export const DelegationNotFound = 'DelegationNotFound'

/** The space is not provisioned with a provider. */
export const InsufficientStorage = 'InsufficientStorage'

/** The service does not grant a requested command. */
export const UnknownAbility = 'UnknownAbility'

/** `/access/grant` requests no capability. */
export const MissingCapability = 'MissingCapability'

/** The cause of `/access/grant` is not in the container, or is an invocation of an unsupported command. */
export const UnknownCause = 'UnknownCause'

/** The requested capabilities need a cause, which is missing. */
export const MissingCause = 'MissingCause'

/** The cause of `/access/grant` has malformed arguments, or an unexpected issuer or audience. */
export const InvalidCause = 'InvalidCause'

/** The cause of `/access/grant` is not authorized, for example because it has expired. */
export const UnauthorizedCause = 'UnauthorizedCause'

/** The account in `/access/request` is not a `did:mailto`. */
export const InvalidAuthorizationAccount = 'InvalidAuthorizationAccount'

/** The audience of the requested delegations is not valid. */
export const InvalidAuthorizationAudience = 'InvalidAuthorizationAudience'
