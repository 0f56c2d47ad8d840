/** A kind of map key. */
export interface MapKey {
  /**
   * Whether a key rarely occurs in more than one map. Such maps are built as
   * objects without a prototype: V8 creates no hidden class for each of their
   * keys, and fills them in less than half the time.
   */
  readonly isIdentifier: boolean
  /** Validates a key, and returns its canonical spelling. */
  toKey(string: string, offset?: number): string
}
