declare module 'virtual:examples' {
  /** An example of each type in `valid.jsonl` and `all-valid.jsonl`: CBOR in hex, by the name of the type. */
  const examples: Readonly<Record<string, string>>
  export default examples
}

declare module 'virtual:captures' {
  /** The captures of `fixtures/captures`. One is accepted, and all others are rejected. */
  const captures: ReadonlyArray<{
    readonly name: string
    readonly title: string
    readonly isRejected: boolean
    readonly text: string
    /** The time of the check, in Unix seconds. */
    readonly at: number
    /** The DID of the service that checks the capture. */
    readonly audience: string
    readonly trustedAuthorities: readonly string[]
  }>
  export default captures
}
