import type { Part } from '../src/inspector/part.js'

/** A value with its key, if it has one, and all that is in it. */
export interface Row {
  /** The key, or the value where it has none. */
  readonly first: number
  /** The index of the part in which the value says what it is. */
  readonly value: number
  /** The index behind that of the last part. */
  readonly end: number
  readonly path: Part['path']
}

/** The rows of the parts of a value: one for the root, each entry and each item. */
export function rowsOf(parts: readonly Part[]): Row[] {
  const rows: Row[] = []
  parts.forEach(({ role, path }, value) => {
    if (role !== 'value') return
    const previous = parts[value - 1]
    const hasKey = previous !== undefined && previous.role !== 'value'
    let end = value + 1
    while (end < parts.length && parts[end]!.path.length > path.length) end++
    rows.push({ first: hasKey ? value - 1 : value, value, end, path })
  })
  return rows
}
