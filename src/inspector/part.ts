import type { CID } from 'multiformats/cid'
import { Bytes } from '../codec/bytes.js'
import { spell } from '../codec/cid.js'
import type { Kind } from '../codec/kind.js'
import { Link } from '../codec/link.js'
import { List } from '../codec/list.js'
import { FreeMap } from '../codec/map.js'
import { Struct } from '../codec/struct.js'
import type { Item } from './item.js'
import { typeMeanings } from './meanings.js'
import { counted } from './words.js'

/** A stretch of encoded bytes that a person looks at as one: a key, a scalar, or what opens a map or list. */
export interface Part {
  readonly offset: number
  readonly length: number
  /** How many of the bytes are a head, which says what follows and how long it is. */
  readonly head: number
  readonly role: 'field' | 'key' | 'value'
  /** From the root to the value, or to the value whose key this is. */
  readonly path: ReadonlyArray<string | number>
  /** The name of its type; undefined for what the type doesn't know and steps over. */
  readonly kind: string | undefined
  /** What it says. */
  readonly words: string
  /** What it means, where that is said anywhere. */
  readonly meaning: string | undefined
}

/** A value in one encoding. */
export interface Form {
  readonly bytes: Uint8Array
  readonly parts: readonly Part[]
  readonly cid: CID
}

type Path = ReadonlyArray<string | number>

/** A key that needs no quotes to be told from what is around it. */
const PLAIN = /^[\w.:/-]+$/

/** The parts of an encoded value, in the order of their bytes. */
export function partsOf(item: Item, kind: Kind<unknown>, bytes: Uint8Array): Part[] {
  const parts: Part[] = []
  visit(item, kind, [], typeMeanings[kind.name]?.meaning)
  return parts

  function visit(at: Item, as: Kind<unknown> | undefined, path: Path, meaning?: string): void {
    const add = (words: string, end = at.end) =>
      parts.push({
        offset: at.start,
        length: end - at.start,
        head: Math.min(at.body, end) - at.start,
        role: 'value',
        path,
        kind: as?.name,
        words,
        meaning,
      })
    if (at.shape === 'other') add(wordsOf(at))
    else if (as instanceof Link) {
      add(at.shape === 'link' ? spell(bytes.subarray(at.body + 1, at.end)) : envelope(at))
    } else if (as instanceof Bytes) {
      const size = at.shape === 'bytes' ? at.end - at.body : (envelope(at).length * 3) >> 2
      add(counted(size, 'byte', 'bytes'))
    } else if (at.shape === 'map') {
      const count = at.entries.length
      const size =
        as instanceof Struct
          ? counted(count, 'field', 'fields')
          : counted(count, 'entry', 'entries')
      add(`a map of ${size}`, at.body)
      for (const entry of at.entries) visitEntry(entry, as, path)
    } else if (at.shape === 'list') {
      add(`a list of ${counted(at.items.length, 'item', 'items')}`, at.body)
      const kindOfItem = as instanceof List ? (as.item as Kind<unknown>) : undefined
      const itemMeaning = kindOfItem && typeMeanings[kindOfItem.name]?.meaning
      at.items.forEach((one, index) => visit(one, kindOfItem, [...path, index], itemMeaning))
    } else add(wordsOf(at))
  }

  function visitEntry(
    { key, value }: Item['entries'][number],
    as: Kind<unknown> | undefined,
    path: Path,
  ): void {
    const name = key.shape === 'text' ? key.text : wordsOf(key)
    const inner = [...path, name]
    const field = as instanceof Struct ? as.fields.find((one) => one.name === name) : undefined
    const isFree = as instanceof FreeMap
    parts.push({
      offset: key.start,
      length: key.end - key.start,
      head: Math.min(key.body, key.end) - key.start,
      role: as instanceof Struct ? 'field' : 'key',
      path: inner,
      kind: isFree ? as.key.name : field && 'text',
      words: PLAIN.test(name) ? name : JSON.stringify(name),
      meaning: undefined,
    })
    if (isFree) visit(value, as.value as Kind<unknown>, inner)
    else visit(value, field?.kind, inner, field && typeMeanings[as!.name]?.fields[name])
  }
}

/** The text in the maps that DAG-JSON writes around bytes or a link. */
function envelope(item: Item): string {
  const inner = item.entries[0]?.value
  return inner === undefined ? item.text : envelope(inner)
}

function wordsOf({ shape, text, end, body }: Item): string {
  if (shape === 'text') return JSON.stringify(text)
  if (shape === 'bytes') return counted(end - body, 'byte', 'bytes')
  if (shape === 'link') return 'a link'
  return text
}
