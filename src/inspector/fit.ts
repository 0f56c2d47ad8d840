import { CodecError, quote } from '../codec/error.js'
import { hasJson, kindOf } from '../codec/kind.js'
import { MapKind } from '../codec/kinds/map.js'
import { struct, StructKind } from '../codec/kinds/struct.js'
import type { CborType } from '../codec/type.js'
import type { Format, Part } from './part.js'
import { partsOf } from './parts-of.js'
import { types } from './vocabulary.js'

/** A struct without fields: it skips all entries of a map as unknown fields. */
const anyMap = struct('any type', {})

/** Decodes a value. Throws a `CodecError` for bytes that are not a value of the type, and for DAG-JSON if the type has no DAG-JSON codec. */
export function decodeAs(type: CborType<unknown>, format: Format, bytes: Uint8Array): unknown {
  if (format === 'cbor') return type.cbor.decode(bytes)
  if (hasJson(type)) return type.json.decode(bytes)
  const reason = 'the type has no DAG-JSON: encode the value in CBOR'
  throw new CodecError({ code: 'wrong-type', type: type.name, reason, offset: 0 })
}

/** Returns the parts of an encoded value. Throws as {@link decodeAs} does. */
export function decodeParts(type: CborType<unknown>, format: Format, bytes: Uint8Array): Part[] {
  decodeAs(type, format, bytes)
  return partsOf(type, format, bytes)
}

/** Returns the unknown fields, at any depth. */
export function unknownFields(parts: readonly Part[]): Part[] {
  return parts.filter(({ role, kind }) => role === 'field' && kind === undefined)
}

/** Throws a `CodecError` for the first unknown field, which a conversion would lose. */
export function rejectUnknown(type: CborType<unknown>, parts: readonly Part[]): void {
  const [unknown] = unknownFields(parts)
  if (unknown === undefined) return
  const { path, offset } = unknown
  throw new CodecError({
    code: 'unknown-field',
    type: type.name,
    reason: 'unknown field',
    path,
    offset,
  })
}

/**
 * Returns the types that decode the bytes and skip the fewest fields. If {@link anyMap}
 * decodes the bytes to a map with entries, only types that have one of its keys are tried.
 *
 * Throws a `CodecError` if no type matches: the error of {@link anyMap} if there is one,
 * otherwise the error of the type that shares the most keys with the input. If no type
 * shares a key, the error says so.
 */
export function matchingTypes(format: Format, bytes: Uint8Array): CborType<unknown>[] {
  let keys: string[] = []
  let failure: unknown
  try {
    keys = rootKeys(decodeParts(anyMap, format, bytes))
  } catch (error) {
    // Valid input may fail too: it may be a tuple, or exceed the limits of skipped fields,
    // which are lower than the limits of some types.
    failure = error
  }
  let matching: CborType<unknown>[] = []
  let fewest = Infinity
  let closest: unknown
  let most = -1
  for (const type of types.values()) {
    const known = countKnown(type, keys)
    if (known === 0 && keys.length > 0) continue
    try {
      const unknown = unknownFields(decodeParts(type, format, bytes)).length
      if (unknown < fewest) matching = []
      if (unknown <= fewest) matching.push(type)
      fewest = Math.min(fewest, unknown)
    } catch (error) {
      if (known > most) closest = error
      most = Math.max(most, known)
    }
  }
  if (matching.length === 0) {
    throw (
      failure ??
      closest ??
      new CodecError({
        code: 'wrong-type',
        type: anyMap.name,
        reason: `expected a field of one of the types, received unknown fields such as ${quote(keys[0]!)}`,
        offset: 0,
      })
    )
  }
  return matching
}

/** Counts the keys that are fields of a struct, or valid keys of a map. */
function countKnown(type: CborType<unknown>, keys: readonly string[]): number {
  const kind = kindOf(type)
  if (kind instanceof StructKind)
    return kind.fields.filter(({ name }) => keys.includes(name)).length
  return keys.filter((key) => kind instanceof MapKind && isKeyOf(kind, key)).length
}

function isKeyOf({ key: kind }: MapKind<string, unknown>, key: string): boolean {
  try {
    kind.toKey(key)
    return true
  } catch {
    return false
  }
}

function rootKeys(parts: readonly Part[]): string[] {
  return parts
    .filter(({ role, path }) => role === 'field' && path.length === 1)
    .map(({ path }) => String(path[0]))
}

/** Returns the error message of decoding CBOR as a type, or `undefined` if decoding succeeds. */
export function rejectionOf(type: CborType<unknown>, bytes: Uint8Array): string | undefined {
  try {
    type.cbor.decode(bytes)
    return undefined
  } catch (error) {
    if (error instanceof CodecError) return error.message
    throw error
  }
}
