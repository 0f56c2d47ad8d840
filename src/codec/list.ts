import { within } from './error.js'
import { Kind, kindOf, tooMany, wrongType } from './kind.js'
import { limits } from './limits.js'
import type { Reader } from './reader.js'
import type { Type } from './type.js'
import type { Writer } from './writer.js'

export class List<T> extends Kind<readonly T[]> {
  readonly item: Kind<T>

  constructor(item: Kind<T>) {
    super(`[${item.name}]`)
    this.item = item
  }

  write(value: unknown, writer: Writer): void {
    if (!Array.isArray(value)) throw wrongType('a list', value)
    const { length } = value
    if (length > limits.items) throw tooMany(limits.items, 'items')
    let index = 0
    writer.openList(length)
    try {
      for (; index < length; index++) {
        writer.item()
        this.item.write(value[index], writer)
      }
    } catch (error) {
      throw within(error, index)
    }
    writer.closeList()
  }

  read(reader: Reader): readonly T[] {
    let state = reader.openList()
    const { at } = reader
    if (state > limits.items) throw tooMany(limits.items, 'items', at)
    const items: T[] = []
    try {
      while ((state = reader.nextItem(state)) >= 0) {
        if (items.length === limits.items) break
        items.push(this.item.read(reader))
      }
    } catch (error) {
      throw within(error, items.length)
    }
    if (state >= 0) throw tooMany(limits.items, 'items', at)
    return items
  }
}

/** A list of items of one type. */
export function list<T>(item: Type<T>): Type<readonly T[]> {
  return new List(kindOf(item))
}
