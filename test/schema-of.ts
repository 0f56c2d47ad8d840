import type { InlineDefn, TypeDefn } from '@ipld/schema/schema-schema.js'
import { Bytes } from '../src/codec/bytes.js'
import { Did } from '../src/codec/did.js'
import { Enum } from '../src/codec/enum.js'
import { kindOf, type Kind, type MapKey } from '../src/codec/kind.js'
import { Link } from '../src/codec/link.js'
import { List } from '../src/codec/list.js'
import { FreeMap } from '../src/codec/map.js'
import { Struct } from '../src/codec/struct.js'
import { Text } from '../src/codec/text.js'
import { Failure, type Type } from '../src/index.js'

/** The types that a namespace and those in it export, by their names in its schema. */
export function exportsOf(namespace: object): Map<string, Type<unknown>> {
  const types = new Map<string, Type<unknown>>()
  for (const [name, member] of Object.entries(namespace) as Array<[string, unknown]>) {
    if (typeof member !== 'object' || member === null) continue
    if ('cbor' in member) types.set(name, member as Type<unknown>)
    else if (Symbol.toStringTag in member) {
      for (const [inner, type] of exportsOf(member)) types.set(capital(name) + inner, type)
    }
  }
  return types
}

/** The definitions of a namespace's schema, derived from its types. */
export function definitionsOf(namespace: object): Record<string, TypeDefn> {
  const exports = [...exportsOf(namespace), ['Failure', Failure] as const]
  const definitions = new Definitions(exports.map(([, type]) => type))
  for (const [name, type] of exports) definitions.export(name, type)
  return definitions.byName
}

/** The name that a type itself has in a schema, under whatever others it is exported. */
function ownName(type: Type<unknown>): string {
  const path = type.name.split('.')
  return path
    .slice(path.length > 1 ? 1 : 0)
    .map(capital)
    .join('')
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

class Definitions {
  readonly byName: Record<string, TypeDefn> = {}
  readonly #names: ReadonlyMap<Kind<unknown>, string>

  constructor(types: ReadonlyArray<Type<unknown>>) {
    this.#names = new Map(types.map((type) => [kindOf(type), ownName(type)]))
  }

  export(name: string, type: Type<unknown>): void {
    const own = ownName(type)
    this.byName[own] = this.#define(kindOf(type), own)
    if (name !== own) this.byName[name] = { copy: { fromType: own } }
  }

  #define(kind: Kind<unknown>, name: string): TypeDefn {
    if (kind instanceof FreeMap) {
      const valueType = this.#use(kind.value, name)
      return { map: { keyType: this.#useKey(kind.key), valueType } }
    }
    if (kind instanceof List) return { list: { valueType: this.#use(kind.item, name) } }
    if (!(kind instanceof Struct)) throw new TypeError(`${kind.name} is never defined by itself`)
    const fields = kind.fields.map(({ name: field, kind: fieldKind, optional }) => {
      const type = this.#use(fieldKind, name + capital(field))
      return [field, optional ? { type, optional } : { type }]
    })
    return { struct: { fields: Object.fromEntries(fields), representation: { map: {} } } }
  }

  /** What stands for a type where it is used; `name` is for one that needs a name and has none. */
  #use(kind: Kind<unknown>, name: string): string | InlineDefn {
    const named = this.#names.get(kind)
    if (named !== undefined) return named
    if (kind instanceof Text) return 'String'
    if (kind instanceof Bytes) return 'Bytes'
    if (kind instanceof Link) return 'Link'
    if (kind instanceof Did) return this.#text('DID')
    if (!(kind instanceof Enum)) return this.#define(kind, name) as InlineDefn
    this.byName[name] = { enum: { members: [...kind.members], representation: { string: {} } } }
    return name
  }

  #useKey(key: MapKey<string>): string {
    if (key instanceof Text) return 'String'
    return this.#text(key instanceof Did ? 'DID' : 'CIDText')
  }

  #text(name: string): string {
    this.byName[name] = { string: {} }
    return name
  }
}
