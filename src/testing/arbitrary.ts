import { array, constantFrom, dictionary, oneof, record, type Arbitrary } from 'fast-check'
import { Bytes } from '../codec/bytes.js'
import { Did } from '../codec/did.js'
import { Enum } from '../codec/enum.js'
import { kindOf, type Kind, type MapKey } from '../codec/kind.js'
import { limits } from '../codec/limits.js'
import { Link } from '../codec/link.js'
import { List } from '../codec/list.js'
import { FreeMap } from '../codec/map.js'
import { Struct } from '../codec/struct.js'
import { Text } from '../codec/text.js'
import type { Type } from '../codec/type.js'
import { bytes } from './bytes.js'
import { did } from './did.js'
import { link } from './link.js'
import { textWithin } from './text.js'

/**
 * A fast-check arbitrary of the values of a type: each of them can be written,
 * and is read back as it was. Hard ones come often: keys such as `__proto__`,
 * `""`, `10` and `/`, control characters and those beyond U+FFFF, byte order
 * marks, lengths at which CBOR's heads grow, CIDs of both versions, DIDs of any
 * method. An optional field is there or left out.
 *
 * Maps and lists are as large as fast-check's `baseSize` makes them, but for a
 * few of 23 to 25 entries.
 *
 * @throws {TypeError} where the type is none of this library
 * @see https://fast-check.dev
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { arbitrary } from '@fil-forge/libforge/testing'
 * import fc from 'fast-check'
 *
 * fc.assert(
 *   fc.property(arbitrary(customer.AddArguments), (args) => {
 *     const bytes = customer.AddArguments.cbor.encode(args)
 *     return customer.AddArguments.cbor.decode(bytes).customer === args.customer
 *   }),
 * )
 * ```
 */
export function arbitrary<T>(type: Type<T>): Arbitrary<T> {
  return ofKind(kindOf(type)) as Arbitrary<T>
}

function ofKind(kind: Kind<unknown>): Arbitrary<unknown> {
  if (kind instanceof Struct) return ofStruct(kind)
  if (kind instanceof FreeMap) {
    const key = ofKey(kind.key)
    const value = ofKind(kind.value)
    return anySize(limits.entries, (minKeys, maxKeys) =>
      dictionary(key, value, { minKeys, maxKeys, size: '=', noNullPrototype: true }),
    )
  }
  if (kind instanceof List) {
    const item = ofKind(kind.item)
    return anySize(limits.items, (minLength, maxLength) =>
      array(item, { minLength, maxLength, size: '=' }),
    )
  }
  if (kind instanceof Enum) return constantFrom(...kind.members)
  if (kind instanceof Text) return textWithin(limits.text)
  if (kind instanceof Did) return did
  if (kind instanceof Link) return link
  if (kind instanceof Bytes) return bytes
  throw new TypeError(`no values are known of the kind of ${kind.name}`)
}

function ofStruct({ fields }: Struct<object>): Arbitrary<object> {
  const required = fields.filter((field) => !field.optional)
  return record(Object.fromEntries(fields.map(({ name, kind }) => [name, ofKind(kind)])), {
    requiredKeys: required.map((field) => field.name),
    noNullPrototype: true,
  })
}

/** A CID stands as a key by the text that it has itself, so that it is read back as it was. */
function ofKey(key: MapKey<string>): Arbitrary<string> {
  if (key instanceof Link) return link.map(String)
  return key instanceof Did ? did : textWithin(limits.text)
}

/** Now and then of as many entries as make a head in CBOR grow. */
function anySize<T>(
  limit: number,
  ofSize: (least: number, most: number) => Arbitrary<T>,
): Arbitrary<T> {
  return oneof(
    { weight: 31, arbitrary: ofSize(0, limit) },
    { weight: 1, arbitrary: ofSize(23, 25) },
  )
}
