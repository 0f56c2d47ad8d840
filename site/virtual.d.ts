declare module 'virtual:examples' {
  /** An example of each type, from the fixtures: CBOR in hex, by the name of the type. A type without fixtures has none. */
  const examples: Readonly<Record<string, string>>
  export default examples
}
