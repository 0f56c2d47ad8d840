import type { Kind } from '../codec/kind.js'
import { ListKind } from '../codec/kinds/list.js'
import { MapKind } from '../codec/kinds/map.js'
import { StructKind } from '../codec/kinds/struct.js'
import { TupleKind } from '../codec/kinds/tuple.js'

/** Converts a value of a type to the IPLD data model: a tuple becomes a list. */
export function dataModelOf(kind: Kind<unknown>, value: unknown): unknown {
  if (kind instanceof ListKind) {
    const item: Kind<unknown> = kind.item
    return (value as readonly unknown[]).map((one) => dataModelOf(item, one))
  }
  if (kind instanceof MapKind) {
    const item: Kind<unknown> = kind.value
    return Object.fromEntries(
      Object.entries(value as object).map(([key, one]) => [key, dataModelOf(item, one)]),
    )
  }
  if (!(kind instanceof StructKind || kind instanceof TupleKind)) return value
  const values = new Map<string, unknown>(Object.entries(value as object))
  const entries = kind.fields
    .filter(({ name }) => values.has(name))
    .map((field) => [field.name, dataModelOf(field.kind, values.get(field.name))] as const)
  return kind instanceof TupleKind ? entries.map(([, one]) => one) : Object.fromEntries(entries)
}
