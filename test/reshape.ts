import { CID } from 'multiformats/cid'
import type { Type } from '../src/index.js'
import { arbitrary } from '../src/testing/index.js'
import { fc } from './fast-check.js'

type Entry = [key: string, value: unknown]

/** The entries of a map or list; undefined where a value is neither. */
function entriesOf(value: unknown): Entry[] | undefined {
  // Not `CID.asCID`, which takes a map for a CID where its `/` and its `bytes` are one text.
  const isScalar =
    typeof value !== 'object' ||
    value === null ||
    value instanceof Uint8Array ||
    value instanceof CID
  return isScalar ? undefined : Object.entries(value)
}

/** A map or list made anew, like `value`, of other entries. */
function withEntries(value: unknown, entries: readonly Entry[]): unknown {
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries)
}

/** The same value, each text in it and each key of its maps changed. */
export function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  const entries = entriesOf(value)?.map(([key, item]): Entry => [key, withTexts(item, change)])
  if (entries === undefined) return value
  if (Array.isArray(value)) return withEntries(value, entries)
  return withEntries(
    value,
    entries.map(([key, item]) => [change(key), item]),
  )
}

/** The same value, the entries of its maps put in by another order. */
export function reordered(value: unknown, turn: number): unknown {
  const entries = entriesOf(value)
  if (entries === undefined) return value
  const inside = entries.map(([key, item]): Entry => [key, reordered(item, turn)])
  if (Array.isArray(value)) return withEntries(value, inside)
  const by = turn % (inside.length + 1)
  const turned = [...inside.slice(by), ...inside.slice(0, by)]
  return withEntries(value, turn % 2 === 0 ? turned : turned.toReversed())
}

/** Whether any map in a value, be it the value itself, is such as `test` says of its keys. */
export function hasMap(value: unknown, test: (keys: readonly string[]) => boolean): boolean {
  const entries = entriesOf(value)
  if (entries === undefined) return false
  if (!Array.isArray(value) && test(entries.map(([key]) => key))) return true
  return entries.some(([, item]) => hasMap(item, test))
}

/** How one thing in a value may be changed: what becomes of the entry that it stands in. */
const CHANGES = {
  replaced: ([key]: Entry, junk: unknown): Entry[] => [[key, junk]],
  removed: (): Entry[] => [],
  repeated: (entry: Entry): Entry[] => [entry, ['extra', entry[1]]],
  renamed: ([, value]: Entry): Entry[] => [['renamed', value]],
}

/** Values of a type in which one thing is changed, to one of `junk` or in itself. */
export function changed(type: Type<unknown>, junk: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const changes = fc.constantFrom(...Object.values(CHANGES))
  return fc.tuple(arbitrary(type), fc.nat(), changes, junk).map(([value, place, change, other]) => {
    const [[, result] = []] = changeAt(['', value], place % sizeOf(value), (entry) =>
      // The value itself stands in no entry.
      entry[1] === value ? [['', other]] : change(entry, other),
    )
    return result
  })
}

/** How many places there are in a value, itself included. */
function sizeOf(value: unknown): number {
  return (entriesOf(value) ?? []).reduce((size, [, item]) => size + sizeOf(item), 1)
}

/** What becomes of an entry where the value at `place`, counted from its own on, is changed. */
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
