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

/**
 * The parts of an encoded value, in the order of their bytes. What the type
 * doesn't know is one part, however much is in it.
 */
export function partsOf(item: Item, kind: Kind<unknown>, bytes: Uint8Array): Part[] {
  const parts: Part[] = []
  visit(item, kind, [], typeMeanings[kind.name]?.meaning)
  return parts

  function visit(at: Item, as: Kind<unknown> | undefined, path: Path, meaning?: string): void {
    const isOpen =
      (at.shape === 'map' && (as instanceof Struct || as instanceof FreeMap)) ||
      (at.shape === 'list' && as instanceof List)
    const end = isOpen ? at.body : at.end
    parts.push({
      offset: at.start,
      length: end - at.start,
      head: Math.min(at.body, end) - at.start,
      role: 'value',
      path,
      kind: as?.name,
      words: wordsOf(at, as, bytes),
      meaning,
    })
    if (!isOpen) return
    for (const entry of at.entries) visitEntry(entry, as, path)
    if (!(as instanceof List)) return
    const itemKind = as.item as Kind<unknown>
    at.items.forEach((one, index) => {
      visit(one, itemKind, [...path, index], typeMeanings[itemKind.name]?.meaning)
    })
  }

  function visitEntry(
    { key, value }: Item['entries'][number],
    as: Kind<unknown>,
    path: Path,
  ): void {
    const name = key.text
    const inner = [...path, name]
    const field = as instanceof Struct ? as.fields.find((one) => one.name === name) : undefined
    const isFree = as instanceof FreeMap
    parts.push({
      offset: key.start,
      length: key.end - key.start,
      head: key.body - key.start,
      role: isFree ? 'key' : 'field',
      path: inner,
      kind: isFree ? as.key.name : field && 'text',
      words: PLAIN.test(name) ? name : JSON.stringify(name),
      meaning: undefined,
    })
    if (isFree) visit(value, as.value as Kind<unknown>, inner)
    else visit(value, field?.kind, inner, field && typeMeanings[as.name]?.fields[name])
  }
}

/** What a value says. Bytes and links stand in DAG-JSON in maps of their own, which only a type tells. */
function wordsOf(item: Item, kind: Kind<unknown> | undefined, bytes: Uint8Array): string {
  const { shape, body, end, text, entries, items } = item
  switch (shape) {
    case 'text':
      return JSON.stringify(text)
    case 'bytes':
      return counted(end - body, 'byte', 'bytes')
    case 'link':
      return kind === undefined ? 'a link' : spell(bytes.subarray(body + 1, end))
    case 'map':
      if (kind instanceof Link) return inEnvelope(item)
      if (kind instanceof Bytes) return counted((inEnvelope(item).length * 3) >> 2, 'byte', 'bytes')
      if (kind instanceof Struct) return `a map of ${counted(entries.length, 'field', 'fields')}`
      return `a map of ${counted(entries.length, 'entry', 'entries')}`
    case 'list':
      return `a list of ${counted(items.length, 'item', 'items')}`
    default:
      return text
  }
}

/** The text in the maps that DAG-JSON writes around bytes or a link. */
function inEnvelope(item: Item): string {
  const inner = item.entries[0]?.value
  return inner === undefined ? item.text : inEnvelope(inner)
}
