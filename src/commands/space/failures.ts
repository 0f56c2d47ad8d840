/** The space is not provisioned with a provider of the service. */
export const UnknownSpace = 'UnknownSpace'
