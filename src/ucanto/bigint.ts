import { formatPath, shorten } from '../codec/error.js'
import type { Kind } from '../codec/kind.js'
import { BigIntKind } from '../codec/kinds/bigint.js'
import { ListKind } from '../codec/kinds/list.js'
import { MapKind } from '../codec/kinds/map.js'
import { StructKind } from '../codec/kinds/struct.js'
import { TupleKind } from '../codec/kinds/tuple.js'

/** The largest integer of DAG-CBOR, the codec of ucanto. DAG-CBOR has no bignums. */
const MOST = 2n ** 64n - 1n

/**
 * Converts safe integers to bigints where the kind is `bigint`, at any depth. ucanto
 * decodes safe integers to numbers, because DAG-CBOR has only one kind of integer.
 *
 * @throws {RangeError} for a bigint above 2^64 - 1
 */
export function withBigInts(
  kind: Kind<unknown>,
  value: unknown,
  path: ReadonlyArray<string | number> = [],
): unknown {
  if (kind instanceof BigIntKind) {
    if (typeof value !== 'bigint')
      return Number.isSafeInteger(value) ? BigInt(Number(value)) : value
    if (value <= MOST) return value
    const reason = `expected 64-bit integer in UCAN 0.9, received ${shorten(String(value))}`
    throw new RangeError(`${formatPath(path)}: ${reason}`)
  }
  if (!hasBigInts(kind) || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const { item } = kind as ListKind<unknown>
    return value.map((each, index) => withBigInts(item, each, [...path, index]))
  }
  const entries = Object.entries(value).map(([name, each]): [string, unknown] => {
    const inner = kindIn(kind, name)
    return [name, inner === undefined ? each : withBigInts(inner, each, [...path, name])]
  })
  return Object.fromEntries(entries)
}

function hasBigInts(kind: Kind<unknown>): boolean {
  if (kind instanceof ListKind) return hasBigInts(kind.item)
  if (kind instanceof MapKind) return hasBigInts(kind.value)
  if (!(kind instanceof StructKind || kind instanceof TupleKind)) return kind instanceof BigIntKind
  return kind.fields.some((field) => hasBigInts(field.kind))
}

/** Returns the kind of the field or map entry with this name. `undefined` if there is none. */
function kindIn(kind: Kind<unknown>, name: string): Kind<unknown> | undefined {
  if (kind instanceof MapKind) return kind.value
  if (!(kind instanceof StructKind || kind instanceof TupleKind)) return undefined
  return kind.fields.find((field) => field.name === name)?.kind
}
