/** The subject of `/space/info` is not a space: a space is a `did:key`. */
export const UnknownSpace = 'UnknownSpace'
