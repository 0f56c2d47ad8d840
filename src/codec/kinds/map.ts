import type { CID } from 'multiformats/cid'
import { hasJson, Kind, kindOf } from '../kind.js'
import type { MapKey } from '../map-key.js'
import type { Reader } from '../reader.js'
import type { CborType, Type } from '../type.js'
import type { Writer } from '../writer.js'

type KeyKind = Kind<unknown> & MapKey

export class MapKind<K extends string, V> extends Kind<Record<K, V>> {
  readonly key: KeyKind
  readonly value: Kind<V>

  constructor(key: KeyKind, value: Kind<V>, name = `{${key.name}: ${value.name}}`) {
    super(name, hasJson(value))
    this.key = key
    this.value = value
  }

  write(value: unknown, writer: Writer): void {
    writer.map(value, this.key, this.value)
  }

  read(reader: Reader): Record<K, V> {
    return reader.map(this.key, this.value)
  }
}

/** The type of a map's keys in JavaScript. A key of the type `link` is a string. */
type KeyOf<K> = K extends string ? K : string

/**
 * Defines a map: at most 4,096 entries, with keys of the type `string`, `did` or
 * `link`, and values of one type. Entries are encoded in the order of their
 * keys' UTF-8 bytes. Decoding keeps the order of the input, but JavaScript
 * moves integer keys, such as `7`, to the front. A map has DAG-JSON if its
 * values do.
 *
 * @param name the name of the type, for error messages. Default: the names of both
 *   types, such as `{string: link}`
 * @throws {TypeError} for a key type other than `string`, `did` and `link`, and for a
 *   type of another library or of another copy of this library
 *
 * @example
 * ```ts
 * import { did, list, map, string } from '@fil-forge/libforge/codec'
 *
 * const permissions = map(did, list(string))
 * permissions.is({ 'did:web:alice.example': ['read'] }) // true
 * ```
 */
export function map<K extends string | CID, V>(
  key: Type<K>,
  value: Type<V>,
  name?: string,
): Type<Record<KeyOf<K>, V>>
export function map<K extends string | CID, V>(
  key: Type<K>,
  value: CborType<V>,
  name?: string,
): CborType<Record<KeyOf<K>, V>>
export function map<K extends string | CID, V>(
  key: Type<K>,
  value: CborType<V>,
  name?: string,
): CborType<Record<KeyOf<K>, V>> {
  return new MapKind(keyKindOf(key), kindOf(value), name)
}

function keyKindOf(type: Type<unknown>): KeyKind {
  const kind = kindOf(type)
  if ('toKey' in kind) return kind as KeyKind
  throw new TypeError(`${type.name} can't be the key of a map: use string, did or link`)
}
