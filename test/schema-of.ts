import type { InlineDefn, TypeDefn } from '@ipld/schema/schema-schema.js'
import { toDSL } from '@ipld/schema/to-dsl.js'
import { kindOf, type Kind } from '../src/codec/kind.js'
import { BigIntKind } from '../src/codec/kinds/bigint.js'
import { BytesKind } from '../src/codec/kinds/bytes.js'
import { CommandNameKind } from '../src/codec/kinds/command-name.js'
import { DIDKind } from '../src/codec/kinds/did.js'
import { EnumKind } from '../src/codec/kinds/enum.js'
import { IntegerKind } from '../src/codec/kinds/integer.js'
import { LinkKind } from '../src/codec/kinds/link.js'
import { ListKind } from '../src/codec/kinds/list.js'
import { MapKind } from '../src/codec/kinds/map.js'
import { StringKind } from '../src/codec/kinds/string.js'
import { StructKind } from '../src/codec/kinds/struct.js'
import { TupleKind } from '../src/codec/kinds/tuple.js'
import { URLKind } from '../src/codec/kinds/url.js'
import * as libforge from '../src/index.js'
import { Failure, type CborType } from '../src/index.js'
import { typeMeanings } from '../src/inspector/meanings.js'

/** The namespaces of the library, by name. */
export const namespaces: ReadonlyArray<readonly [string, object]> = Object.entries(libforge).filter(
  (entry): entry is [string, object & (typeof entry)[1]] =>
    typeof entry[1] === 'object' && Symbol.toStringTag in entry[1],
)

/** Returns the types that a namespace and its inner namespaces export. A key is the name of the type in the schema. */
export function exportsOf(namespace: object): Map<string, CborType<unknown>> {
  const types = new Map<string, CborType<unknown>>()
  for (const [name, member] of Object.entries(namespace) as Array<[string, unknown]>) {
    if (typeof member !== 'object' || member === null) continue
    if ('cbor' in member) types.set(name, member as CborType<unknown>)
    else if (Symbol.toStringTag in member) {
      for (const [inner, type] of exportsOf(member)) types.set(capital(name) + inner, type)
    }
  }
  return types
}

/** Returns the definitions of a namespace's schema, derived from its types. */
export function definitionsOf(namespace: object): Record<string, TypeDefn> {
  return define(namespace).byName
}

function define(namespace: object): Definitions {
  const exports = [...exportsOf(namespace), ['Failure', Failure] as const]
  const definitions = new Definitions(exports.map(([, type]) => type))
  for (const [name, type] of exports) definitions.export(name, type)
  return definitions
}

/** Returns the schema of a namespace in the IPLD Schema DSL, with the documentation of types and fields as comments. */
export function schemaText(name: string, namespace: object): string {
  const { byName, meanings, fieldMeanings } = define(namespace)
  const preamble = `The wire types of the \`${name}\` commands of the Forge network, as IPLD Schemas (https://ipld.io/docs/schemas/). Generated from the types of the npm package \`@fil-forge/libforge\`.\n\nA type has the name that the package exports, without the namespace: in the schema of \`customer\`, \`AddArguments\` is the type \`customer.AddArguments\`. The name of an inner namespace is a prefix: \`BucketListOK\` is \`s3.bucket.ListOK\`. Types of other namespaces and of the package's root are repeated in each file that uses them.\n\ndocs/wire-format.md describes what a schema can't express: the limits, and the syntax of DIDs and CIDs.`
  const definitions = Object.entries(byName).map(([type, definition]) => {
    const lines = toDSL({ types: { [type]: definition } })
      .trimEnd()
      .split('\n')
    const documented = lines.flatMap((line) => {
      const [, inSchema = '', field = inSchema] = /^  (\w+) .*?(?:rename "(.*)"|$)/.exec(line) ?? []
      return comment(fieldMeanings.get(type)?.[field] ?? '', '  ').concat(line)
    })
    return [...comment(meanings.get(type) ?? ''), ...documented].join('\n')
  })
  return `${[comment(preamble).join('\n'), ...definitions].join('\n\n')}\n`
}

/** Formats a comment, wrapped at 80 characters. */
function comment(text: string, indent = ''): string[] {
  if (text === '') return []
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = `${indent}#`
    for (const word of paragraph.split(' ').filter((one) => one !== '')) {
      if (line.length + 1 + word.length > 80) {
        lines.push(line)
        line = `${indent}#`
      }
      line += ` ${word}`
    }
    return lines.concat(line)
  })
}

/** Returns the name of a type in its schema. The type may also be exported under other names. */
function ownName(type: CborType<unknown>): string {
  const path = type.name.split('.')
  return path
    .slice(path.length > 1 ? 1 : 0)
    .map(capital)
    .join('')
}

/** Returns the identifier of a field in a schema, such as `await` for `await/ok`. */
function fieldName(field: string): string {
  return /^[A-Za-z]\w*$/.test(field) ? field : /[A-Za-z]\w*/.exec(field)![0]
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

class Definitions {
  readonly byName: Record<string, TypeDefn> = {}
  /** The documentation of the definitions, by name. A copy of a definition has none. */
  readonly meanings = new Map<string, string>()
  /** The documentation of the fields of structs and tuples, by the name of the definition. */
  readonly fieldMeanings = new Map<string, Readonly<Record<string, string>>>()
  readonly #names: ReadonlyMap<Kind<unknown>, string>

  constructor(types: ReadonlyArray<CborType<unknown>>) {
    this.#names = new Map(types.map((type) => [kindOf(type), ownName(type)]))
  }

  export(name: string, type: CborType<unknown>): void {
    const own = ownName(type)
    this.byName[own] = this.#define(kindOf(type), own)
    this.meanings.set(own, typeMeanings[type.name]!.meaning)
    this.fieldMeanings.set(own, typeMeanings[type.name]!.fields)
    if (name !== own) this.byName[name] = { copy: { fromType: own } }
  }

  #define(kind: Kind<unknown>, name: string): TypeDefn {
    if (kind instanceof MapKind) {
      const valueType = this.#use(kind.value, name)
      return { map: { keyType: this.#useKey(kind.key), valueType } }
    }
    if (kind instanceof ListKind) {
      const valueType = this.#use(kind.item, name)
      return { list: { valueType } }
    }
    const isTuple = kind instanceof TupleKind
    if (!isTuple && !(kind instanceof StructKind)) {
      throw new TypeError(`${name}: expected map, list, struct or tuple, received ${kind.name}`)
    }
    const renamed: Array<[string, { rename: string }]> = []
    const fields = kind.fields.map(({ name: field, kind: fieldKind, optional }) => {
      const type = this.#use(fieldKind, name + capital(field), kind.name, field)
      const inSchema = fieldName(field)
      if (inSchema !== field) renamed.push([inSchema, { rename: field }])
      return [inSchema, optional ? { type, optional } : { type }]
    })
    const map = renamed.length === 0 ? {} : { fields: Object.fromEntries(renamed) }
    const representation = isTuple ? { tuple: {} } : { map }
    return { struct: { fields: Object.fromEntries(fields), representation } }
  }

  /**
   * Returns the name of a type, or an inline definition of a map or list without a name.
   * If the type is an enum, defines it as `name`, with the documentation of the field
   * `field` of the type `struct`.
   */
  #use(kind: Kind<unknown>, name: string, struct = '', field = ''): string | InlineDefn {
    const named = this.#names.get(kind)
    if (named !== undefined) return named
    if (kind instanceof StructKind || kind instanceof TupleKind) return this.#defineForeign(kind)
    if (kind instanceof StringKind) return 'String'
    if (kind instanceof BytesKind) return 'Bytes'
    if (kind instanceof LinkKind) return 'Link'
    if (kind instanceof IntegerKind) return 'Int'
    if (kind instanceof BigIntKind) return this.#scalar('BigInt')
    if (kind instanceof URLKind) return this.#scalar('URL')
    if (kind instanceof DIDKind) return this.#scalar('DID')
    if (kind instanceof CommandNameKind) return this.#scalar('Command')
    if (!(kind instanceof EnumKind)) return this.#define(kind, name) as InlineDefn
    this.byName[name] = { enum: { members: [...kind.members], representation: { string: {} } } }
    this.meanings.set(name, typeMeanings[struct]!.fields[field]!)
    return name
  }

  /** Defines a type of another namespace or of the package's root, unless it is already defined. Returns the name of the type. */
  #defineForeign(kind: Kind<unknown>): string {
    const name = ownName(kind)
    if (!Object.hasOwn(this.byName, name)) this.export(name, kind)
    return name
  }

  #useKey(key: Kind<unknown>): string {
    if (key instanceof StringKind) return 'String'
    return this.#scalar(key instanceof DIDKind ? 'DID' : 'CIDString')
  }

  #scalar(name: keyof typeof SCALARS): string {
    this.byName[name] = name === 'BigInt' ? { any: {} } : { string: {} }
    this.meanings.set(name, SCALARS[name])
    return name
  }
}

/** The documentation of the strings that have a syntax, and of `BigInt`, which the data model lacks. */
const SCALARS = {
  DID: 'A decentralized identifier (https://www.w3.org/TR/did-1.0/).',
  CIDString:
    'A CID (https://github.com/multiformats/cid) as a string: version 1 in base32, version 0 in base58btc.',
  URL: 'A URL (https://www.rfc-editor.org/rfc/rfc3986).',
  BigInt:
    'An integer of at most 256 bytes, encoded as an unsigned bignum: CBOR tag 2 (https://www.rfc-editor.org/rfc/rfc8949#section-3.4.3). The data model has no such kind.',
  Command: 'The name of a UCAN command (https://github.com/ucan-wg/spec#command).',
}
