import { isMap } from './data-model.js'
import { within } from './error.js'
import { duplicateKey, Kind, kindOf, tooMany, wrongType, type MapKey } from './kind.js'
import { limits } from './limits.js'
import type { Reader } from './reader.js'
import type { Type } from './type.js'
import { compareUtf8 } from './utf8.js'
import type { Writer } from './writer.js'

/** A map with free keys, whose entries are written in the order of their keys' UTF-8. */
export class FreeMap<K extends string, V> extends Kind<Record<K, V>> {
  readonly key: MapKey<K>
  readonly value: Kind<V>

  constructor(name: string, key: MapKey<K>, value: Kind<V>) {
    super(name)
    this.key = key
    this.value = value
  }

  write(value: unknown, writer: Writer): void {
    if (!isMap(value)) throw wrongType('a map', value)
    const keys = Object.keys(value)
    if (keys.length > limits.entries) throw tooMany(limits.entries, 'entries')
    let key: string | undefined
    try {
      // The key that an entry has in the object, where it is written in another spelling.
      let spelledFrom: Map<string, string> | undefined
      for (let i = 0; i < keys.length; i++) {
        key = keys[i]!
        const spelling = this.key.spellKey(key)
        if (spelling !== key) {
          spelledFrom ??= new Map()
          spelledFrom.set(spelling, key)
          keys[i] = spelling
        }
      }
      sortKeys(keys)
      writer.openMap(keys.length)
      for (let i = 0; i < keys.length; i++) {
        const spelling = keys[i]!
        key = spelledFrom?.get(spelling) ?? spelling
        if (spelledFrom !== undefined && spelling === keys[i - 1]) throw duplicateKey()
        writer.key(spelling, limits.text)
        this.value.write(value[key], writer)
      }
    } catch (error) {
      throw within(error, key)
    }
    writer.closeMap()
  }

  read(reader: Reader): Record<K, V> {
    let state = reader.openMap()
    const { at } = reader
    if (state > limits.entries) throw tooMany(limits.entries, 'entries', at)
    const decoded = {} as Record<K, V>
    let count = 0
    let key: string | undefined
    try {
      while ((state = reader.nextEntry(state)) >= 0) {
        if (count++ === limits.entries) throw tooMany(limits.entries, 'entries', at)
        key = reader.key(limits.text, this.key.expected, this.key.known)
        const keyAt = reader.at
        const spelling = this.key.spellKey(key, keyAt)
        const present = spelling in decoded
        if (present && Object.hasOwn(decoded, spelling)) throw duplicateKey(keyAt)
        const value = this.value.read(reader)
        if (present) defineOwn(decoded, spelling, value)
        else decoded[spelling] = value
        key = undefined
      }
    } catch (error) {
      throw within(error, key)
    }
    return decoded
  }
}

/** Up to here inserting beats the platform's sort. */
const FEW = 8

function sortKeys(keys: string[]): void {
  if (keys.length > FEW) {
    // The platform's own order is that of UTF-16, and hardly ever another.
    for (const order of [undefined, compareUtf8]) if (!isSorted(keys)) keys.sort(order)
    return
  }
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i]!
    let place = i
    while (place > 0 && compareUtf8(keys[place - 1]!, key) > 0) {
      keys[place] = keys[place - 1]!
      place--
    }
    keys[place] = key
  }
}

function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) if (compareUtf8(keys[i - 1]!, keys[i]!) > 0) return false
  return true
}

/** Sets what `Object.prototype` has too, such as `__proto__`, on the map itself. */
function defineOwn(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  })
}

/** A map from keys of one kind to values of one type. */
export function map<K extends string, V>(key: MapKey<K>, value: Type<V>): Type<Record<K, V>> {
  return namedMap(`{${key.name}: ${value.name}}`, key, value)
}

/** The same, as a type with a name of its own. */
export function namedMap<K extends string, V>(
  name: string,
  key: MapKey<K>,
  value: Type<V>,
): Type<Record<K, V>> {
  return new FreeMap(name, key, kindOf(value))
}
