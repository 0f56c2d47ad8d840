import { CodecError } from '../codec/error.js'
import { kindOf } from '../codec/kind.js'
import { FreeMap } from '../codec/map.js'
import { struct, Struct } from '../codec/struct.js'
import type { Type } from '../codec/type.js'
import { itemsOfCbor } from './cbor.js'
import { itemsOfJson } from './json.js'
import { partsOf, type Part } from './part.js'
import { types } from './vocabulary.js'

type Format = 'cbor' | 'json'

/** Without a field of its own, it reads any map which is well-formed. */
const anyMap = struct('any type', {})

/** The parts of bytes that are a value of the type. Throws a `CodecError` where they are none. */
export function read(type: Type<unknown>, format: Format, bytes: Uint8Array): Part[] {
  type[format].decode(bytes)
  const items = format === 'cbor' ? itemsOfCbor(bytes) : itemsOfJson(bytes)
  return partsOf(items, kindOf(type), bytes)
}

/** The fields, wherever they are, that the type doesn't have and steps over. */
export function unknownFields(parts: readonly Part[]): Part[] {
  return parts.filter(({ role, kind }) => role === 'field' && kind === undefined)
}

/** Throws a `CodecError` for the first field that the type doesn't have: a conversion would lose it. */
export function refuseUnknown(type: Type<unknown>, parts: readonly Part[]): void {
  const [unknown] = unknownFields(parts)
  if (unknown === undefined) return
  const { path, offset } = unknown
  throw new CodecError('unknown-field', type.name, 'the struct has no such field', path, offset)
}

/**
 * The types that bytes are a value of, those that step over the fewest fields.
 * Throws the `CodecError` of the type that comes nearest where there is none.
 */
export function typesThatFit(format: Format, bytes: Uint8Array): Type<unknown>[] {
  const keys = keysOf(read(anyMap, format, bytes))
  let fit: Type<unknown>[] = []
  let fewest = Infinity
  let nearest: unknown
  let most = -1
  for (const type of types.values()) {
    const known = knownOf(type, keys)
    if (known === 0 && keys.length > 0) continue
    try {
      const unknown = unknownFields(read(type, format, bytes)).length
      if (unknown < fewest) fit = []
      if (unknown <= fewest) fit.push(type)
      fewest = Math.min(fewest, unknown)
    } catch (error) {
      if (known > most) nearest = error
      most = Math.max(most, known)
    }
  }
  if (fit.length === 0) {
    throw (
      nearest ?? new CodecError('wrong-type', anyMap.name, 'none has any of these fields', [], 0)
    )
  }
  return fit
}

/** How many of the keys the type has a field for, or takes as they are. */
function knownOf(type: Type<unknown>, keys: readonly string[]): number {
  const kind = kindOf(type)
  if (kind instanceof Struct) return kind.fields.filter(({ name }) => keys.includes(name)).length
  return keys.filter((key) => kind instanceof FreeMap && isKey(kind, key)).length
}

function isKey({ key: kind }: FreeMap<string, unknown>, key: string): boolean {
  try {
    kind.spellKey(key)
    return true
  } catch {
    return false
  }
}

function keysOf(parts: readonly Part[]): string[] {
  return parts
    .filter(({ role, path }) => role === 'field' && path.length === 1)
    .map(({ path }) => String(path[0]))
}
