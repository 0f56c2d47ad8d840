import { CID } from 'multiformats/cid'
import type { CborType } from '../src/index.js'
import { arbitrary } from '../src/testing/index.js'
import { fc } from './fast-check.js'

type Entry = [key: string, value: unknown]

function entriesOf(value: unknown): Entry[] | undefined {
  // `CID.asCID` would also accept a map whose `/` and `bytes` are the same string.
  const isScalar =
    typeof value !== 'object' ||
    value === null ||
    value instanceof Uint8Array ||
    value instanceof CID
  return isScalar ? undefined : Object.entries(value)
}

function withEntries(value: unknown, entries: readonly Entry[]): unknown {
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries)
}

/** Returns a copy in which `change` is applied to each string and each key of a map. */
export function withStrings(value: unknown, change: (string: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  const entries = entriesOf(value)?.map(([key, item]): Entry => [key, withStrings(item, change)])
  if (entries === undefined) return value
  if (Array.isArray(value)) return withEntries(value, entries)
  return withEntries(
    value,
    entries.map(([key, item]) => [change(key), item]),
  )
}

/** Returns a copy in which `turn` selects how the keys of each map are rotated. If `turn` is odd, they are also reversed. */
export function reordered(value: unknown, turn: number): unknown {
  const entries = entriesOf(value)
  if (entries === undefined) return value
  const inside = entries.map(([key, item]): Entry => [key, reordered(item, turn)])
  if (Array.isArray(value)) return withEntries(value, inside)
  const by = turn % (inside.length + 1)
  const turned = [...inside.slice(by), ...inside.slice(0, by)]
  return withEntries(value, turn % 2 === 0 ? turned : turned.toReversed())
}

/** Returns whether `test` is true for the keys of any map in a value, the value itself included. */
export function hasMap(value: unknown, test: (keys: readonly string[]) => boolean): boolean {
  const entries = entriesOf(value)
  if (entries === undefined) return false
  if (!Array.isArray(value) && test(entries.map(([key]) => key))) return true
  return entries.some(([, item]) => hasMap(item, test))
}

/** The ways to change an entry of a map or list. Each returns the entries that replace the entry. */
const CHANGES = {
  replaced: ([key]: Entry, junk: unknown): Entry[] => [[key, junk]],
  removed: (): Entry[] => [],
  repeated: (entry: Entry): Entry[] => [entry, ['extra', entry[1]]],
  renamed: ([, value]: Entry): Entry[] => [['renamed', value]],
}

/**
 * Returns an arbitrary of values that are valid except for at most one change. An entry
 * of a map or list is removed, repeated, renamed or replaced by a value of `junk`. The
 * whole value can only be replaced. Renaming an item of a list has no effect.
 */
export function changed(
  type: CborType<unknown>,
  junk: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const changes = fc.constantFrom(...Object.values(CHANGES))
  return fc.tuple(arbitrary(type), fc.nat(), changes, junk).map(([value, place, change, other]) => {
    const [[, result] = []] = changeAt(['', value], place % sizeOf(value), (entry) =>
      entry[1] === value ? [['', other]] : change(entry, other),
    )
    return result
  })
}

/** Returns the number of places in a value: 1 for the value itself, and 1 for each entry at any depth. */
function sizeOf(value: unknown): number {
  return (entriesOf(value) ?? []).reduce((size, [, item]) => size + sizeOf(item), 1)
}

/** Applies `change` at a place in an entry. Returns the entries that replace the entry. Place 0 is the entry itself. The entries inside it follow, depth first. */
function changeAt(entry: Entry, place: number, change: (entry: Entry) => Entry[]): Entry[] {
  if (place === 0) return change(entry)
  const [key, value] = entry
  let left = place - 1
  const entries: Entry[] = []
  for (const inner of entriesOf(value) ?? []) {
    const size = sizeOf(inner[1])
    entries.push(...(left >= 0 && left < size ? changeAt(inner, left, change) : [inner]))
    left -= size
  }
  return [[key, withEntries(value, entries)]]
}
