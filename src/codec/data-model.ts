/**
 * What the kinds of the IPLD data model are in JavaScript. A value may come
 * from another realm or from another copy of multiformats, so that `instanceof`
 * alone doesn't tell.
 */

/** A map: any object that is not a list, `Map`, `Set`, `Date`, view, buffer or CID. */
export function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return true
  return !ArrayBuffer.isView(value) && !NO_MAPS.includes(tagOf(value)) && !isLink(value)
}

const NO_MAPS = ['Map', 'Set', 'Date', 'ArrayBuffer', 'SharedArrayBuffer']

/** What the platform calls an object, whatever realm it is from. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}

/** Bytes: a `Uint8Array`, which a `Buffer` is too. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && (value instanceof Uint8Array || tagOf(value) === 'Uint8Array')
}

/** A link: what multiformats, of this version or another, takes for a CID. */
export function isLink(value: unknown): value is { readonly bytes?: unknown } {
  if (typeof value !== 'object' || value === null) return false
  const link = value as Record<string, unknown>
  // A map is asked for no more than it takes to tell, since its getters may be anything.
  if (link['asCID'] === value) return true
  const slash = link['/']
  return isBytes(slash) && slash === link['bytes']
}

function withArticle(name: string): string {
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`
}

/** What stands where something else was expected, in a word or two. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'bigint':
      return `${value}n`
    case 'symbol':
    case 'function':
      return `a ${typeof value}`
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return 'a list'
      if (isBytes(value)) return 'bytes'
      if (isLink(value)) return 'a link'
      return isMap(value) ? 'a map' : withArticle(tagOf(value))
    default:
      return String(value)
  }
}
