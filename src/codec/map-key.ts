/** A kind of map key. */
export interface MapKey {
  /**
   * Whether the keys are identifiers, which rarely occur in more than one map. A map
   * of identifiers has no prototype while it is decoded. V8 then creates no hidden
   * classes for the keys, so that building the map takes less than half the time.
   */
  readonly isIdentifier: boolean
  /** Validates a key, and returns its canonical spelling. Throws an `Issue` for an invalid key. */
  toKey(string: string, offset?: number): string
}
