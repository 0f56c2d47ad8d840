import type { Part } from '../src/inspector/part.js'

/** A row of the tree: a value, its key if it has one, and everything inside the value. */
export interface Row {
  /** The index of the key's part, or of the value's first part if there is no key. */
  readonly first: number
  /** The index of the value's first part. */
  readonly value: number
  /** The index after the row's last part. */
  readonly end: number
  readonly path: Part['path']
}

/** Returns a row for each part that is a value, in the order of the parts. */
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
