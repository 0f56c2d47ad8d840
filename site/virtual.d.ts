declare module 'virtual:examples' {
  /** An example of each type, in hex, by its name: from the fixtures. */
  const examples: Readonly<Record<string, string>>
  export default examples
}
