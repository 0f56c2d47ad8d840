/** A value in encoded bytes and where it stands there, whatever its type. */
export interface Item {
  readonly shape: 'map' | 'list' | 'text' | 'bytes' | 'link' | 'other'
  readonly start: number
  readonly end: number
  /** Where its head ends, and its content starts: of a link, that of its bytes. */
  readonly body: number
  /** A text's characters; of any other scalar, how it is written. */
  readonly text: string
  /** What a map holds. */
  readonly entries: ReadonlyArray<{ readonly key: Item; readonly value: Item }>
  /** What a list holds. */
  readonly items: readonly Item[]
}
