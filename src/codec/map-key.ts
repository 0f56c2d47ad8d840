/** A kind of map key. */
export interface MapKey {
  /**
   * Whether a key rarely occurs in more than one map. V8 then fills an object
   * without a prototype, which has no hidden class, in less than half the time
   * of one with a hidden class for each key.
   */
  readonly isIdentifier: boolean
  /** Validates a key, and returns its canonical spelling. */
  toKey(string: string, offset?: number): string
}
