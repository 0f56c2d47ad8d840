import { Issue } from '../codec/error.js'
import { kindOf } from '../codec/kind.js'
import { bytes } from '../codec/kinds/bytes.js'
import { link } from '../codec/kinds/link.js'
import { string } from '../codec/kinds/string.js'
import { limits } from '../codec/limits.js'
import type { Reader } from '../codec/reader.js'
import { counted, wordsOf } from './words.js'

/**
 * Functions that each describe an item of one kind, or throw an `Issue`. In DAG-JSON, byte
 * strings and links are also maps, so `describeMap` comes after their functions.
 */
const descriptions: ReadonlyArray<(reader: Reader) => string> = [
  ...[string, bytes, link]
    .map(kindOf<unknown>)
    .map((kind) => (reader: Reader) => wordsOf(kind.read(reader))),
  (reader) => wordsOf(reader.integer()),
  describeMap,
  describeList,
]

/**
 * Describes a skipped item, such as the value of an unknown field: `"a"`, `7`,
 * `a map of 1 entry`. If no function of `descriptions` accepts the item, returns its
 * length: `skipped, 9 bytes`. Examples are a boolean, a float, and a string that exceeds
 * its limit.
 */
export function describeSkipped(item: Uint8Array, open: () => Reader): string {
  for (const describe of descriptions) {
    try {
      return describe(open())
    } catch (error) {
      if (!(error instanceof Issue)) throw error
    }
  }
  return `skipped, ${counted(item.length, 'byte', 'bytes')}`
}

function describeMap(reader: Reader): string {
  let state = reader.openMap()
  let count = 0
  for (; (state = reader.nextEntry(state)) >= 0; count++) {
    reader.key()
    reader.skip(limits.depth)
  }
  return `a map of ${counted(count, 'entry', 'entries')}`
}

function describeList(reader: Reader): string {
  let state = reader.openList()
  let count = 0
  for (; (state = reader.nextItem(state)) >= 0; count++) reader.skip(limits.depth)
  return `a list of ${counted(count, 'item', 'items')}`
}
