import { array, constantFrom, dictionary, oneof, record, type Arbitrary } from 'fast-check'
import type { Field } from '../codec/field.js'
import { kindOf, type Kind } from '../codec/kind.js'
import { BigIntKind } from '../codec/kinds/bigint.js'
import { BytesKind } from '../codec/kinds/bytes.js'
import { CommandNameKind } from '../codec/kinds/command-name.js'
import { DIDKind } from '../codec/kinds/did.js'
import { EitherKind } from '../codec/kinds/either.js'
import { EnumKind } from '../codec/kinds/enum.js'
import { IntegerKind } from '../codec/kinds/integer.js'
import { LinkKind } from '../codec/kinds/link.js'
import { ListKind } from '../codec/kinds/list.js'
import { MapKind } from '../codec/kinds/map.js'
import { StringKind } from '../codec/kinds/string.js'
import { StructKind } from '../codec/kinds/struct.js'
import { TupleKind } from '../codec/kinds/tuple.js'
import { URLKind } from '../codec/kinds/url.js'
import { limits } from '../codec/limits.js'
import type { CborType } from '../codec/type.js'
import { bigint } from './bigint.js'
import { bytes, bytesOfLength } from './bytes.js'
import { commandName } from './command-name.js'
import { did } from './did.js'
import { integer } from './integer.js'
import { link } from './link.js'
import { stringWithin } from './string.js'
import { url } from './url.js'

/**
 * Returns a fast-check arbitrary of the values of a type. Each value can be encoded,
 * and decodes to an equal value. Edge cases are frequent: keys such as `__proto__`,
 * `""`, `10` and `/`, control characters, characters beyond U+FFFF, byte order
 * marks, lengths at which a CBOR header grows, CIDs of both versions, and DIDs of
 * any method. An optional field is present or absent.
 *
 * The size of maps and lists depends on fast-check's `baseSize`. About one map or list
 * in 32 has 23 to 25 entries.
 *
 * @throws {TypeError} for a type of another library, or of another copy of this one
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
export function arbitrary<T>(type: CborType<T>): Arbitrary<T> {
  return ofKind(kindOf(type)) as Arbitrary<T>
}

function ofKind(kind: Kind<unknown>): Arbitrary<unknown> {
  if (kind instanceof EitherKind) return ofEither(kind)
  if (kind instanceof StructKind || kind instanceof TupleKind) return ofFields(kind.fields)
  if (kind instanceof MapKind) {
    const key = ofKey(kind.key)
    const value = ofKind(kind.value)
    return anySize(limits.entries, (minKeys, maxKeys) =>
      dictionary(key, value, { minKeys, maxKeys, size: '=', noNullPrototype: true }),
    )
  }
  if (kind instanceof ListKind) {
    const item = ofKind(kind.item)
    return anySize(limits.items, (minLength, maxLength) =>
      array(item, { minLength, maxLength, size: '=' }),
    )
  }
  if (kind instanceof EnumKind) return constantFrom(...kind.members)
  if (kind instanceof StringKind) return stringWithin(limits.string)
  if (kind instanceof DIDKind) return did
  if (kind instanceof LinkKind) return link
  if (kind instanceof BytesKind) {
    return kind.size === undefined ? bytes : bytesOfLength(kind.size)
  }
  if (kind instanceof URLKind) return url
  if (kind instanceof BigIntKind) return bigint
  if (kind instanceof CommandNameKind) return commandName
  if (kind instanceof IntegerKind) return integer(kind.least, kind.most)
  throw new TypeError(`${kind.name}: no arbitrary for this kind: add one to arbitrary.ts`)
}

function ofEither({ fields, alternatives }: EitherKind<object>): Arbitrary<object> {
  const others = fields.slice(alternatives.length)
  return oneof(...alternatives.map((_, index) => ofFields([fields[index]!, ...others], index)))
}

function ofFields(
  fields: ReadonlyArray<Field<Kind<unknown>>>,
  requiredIndex?: number,
): Arbitrary<object> {
  const required = fields.filter(({ optional, index }) => !optional || index === requiredIndex)
  return record(Object.fromEntries(fields.map(({ name, kind }) => [name, ofKind(kind)])), {
    requiredKeys: required.map((field) => field.name),
    noNullPrototype: true,
  })
}

function ofKey(key: Kind<unknown>): Arbitrary<string> {
  // `String` returns the canonical spelling of a CID, as decoding does.
  if (key instanceof LinkKind) return link.map(String)
  return key instanceof DIDKind ? did : stringWithin(limits.string)
}

/** Returns an arbitrary of maps or lists of at most `limit` entries. About one in 32 has 23 to 25 entries, because a CBOR header grows at 24. */
function anySize<T>(
  limit: number,
  ofSize: (least: number, most: number) => Arbitrary<T>,
): Arbitrary<T> {
  return oneof(
    { weight: 31, arbitrary: ofSize(0, limit) },
    { weight: 1, arbitrary: ofSize(23, 25) },
  )
}
