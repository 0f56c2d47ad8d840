import { escapeInvisible, mismatch, shorten, type Issue } from './error.js'

/*
 * The kinds of the IPLD data model as JavaScript values. A value may come from
 * another realm or from another copy of multiformats, so `instanceof` is not
 * enough. Its own properties may misreport its size, so bytes are measured with
 * the getters of the platform.
 */

const typedArray: object = /* @__PURE__ */ Object.getPrototypeOf(Uint8Array.prototype)

function intrinsicGetter<T>(property: PropertyKey): (this: unknown) => T {
  return Object.getOwnPropertyDescriptor(typedArray, property)!.get!
}

const getTag = /* @__PURE__ */ intrinsicGetter<string | undefined>(Symbol.toStringTag)
const getBuffer = /* @__PURE__ */ intrinsicGetter<ArrayBufferLike>('buffer')
const getByteOffset = /* @__PURE__ */ intrinsicGetter<number>('byteOffset')
const getByteLength = /* @__PURE__ */ intrinsicGetter<number>('byteLength')

/** Returns whether a value is a `Uint8Array` of any realm. Instances of a subclass such as `Buffer` are included. */
export function isBytes(value: unknown): value is Uint8Array {
  return getTag.call(value) === 'Uint8Array'
}

/** Returns the number of bytes. Ignores a `length` or `byteLength` that the object redefines. */
export function byteLength(bytes: Uint8Array): number {
  return getByteLength.call(bytes)
}

/** Returns a view of the bytes from `start` to `end`. Unlike `subarray`, it runs no code of a subclass. */
export function viewOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(getBuffer.call(bytes), getByteOffset.call(bytes) + start, end - start)
}

/**
 * Returns the bytes of a decoder's input: a `Uint8Array`, an `ArrayBuffer` or a
 * `SharedArrayBuffer`. Shared memory is copied, since it may change during
 * decoding. Rejects any other value, and a detached buffer, with `wrong-type`.
 */
export function inputBytes(input: unknown): Uint8Array {
  if (isBytes(input)) {
    rejectDetached(input)
    return isShared(getBuffer.call(input)) ? new Uint8Array(input) : input
  }
  if (!isBuffer(input)) throw mismatch('Uint8Array or ArrayBuffer', describe(input))
  return isShared(input) ? new Uint8Array(input).slice() : viewOfBuffer(input)
}

/** Rejects bytes whose buffer is detached. Such bytes have the length 0. */
export function rejectDetached(bytes: Uint8Array): void {
  if (getByteLength.call(bytes) === 0) viewOfBuffer(getBuffer.call(bytes))
}

function viewOfBuffer(buffer: ArrayBufferLike): Uint8Array {
  try {
    return new Uint8Array(buffer)
  } catch {
    throw mismatch('byte string', 'detached ArrayBuffer')
  }
}

function isBuffer(value: unknown): value is ArrayBufferLike {
  return isOfClass(getBufferLength, value) || isOfClass(getSharedLength, value)
}

const getBufferLength = /* @__PURE__ */ Object.getOwnPropertyDescriptor(
  ArrayBuffer.prototype,
  'byteLength',
)!.get!

// Browsers define SharedArrayBuffer only in cross-origin isolated pages.
const getSharedLength =
  typeof SharedArrayBuffer === 'undefined'
    ? undefined
    : /* @__PURE__ */ Object.getOwnPropertyDescriptor(SharedArrayBuffer.prototype, 'byteLength')!
        .get!

function isShared(buffer: ArrayBufferLike): boolean {
  return !isOfClass(getBufferLength, buffer)
}

/** Returns whether a value is of the class that a getter belongs to. The getter throws for any other value. */
function isOfClass(getter: (() => unknown) | undefined, value: unknown): boolean {
  try {
    return getter?.call(value) !== undefined
  } catch {
    return false
  }
}

/**
 * Returns whether a value is a map: a plain object, or any other object except a
 * list, `Map`, `Set`, `Date`, view, buffer or CID.
 */
export function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return true
  return !ArrayBuffer.isView(value) && !NOT_MAPS.includes(tagOf(value)) && !isLink(value)
}

const NOT_MAPS = ['Map', 'Set', 'Date', 'ArrayBuffer', 'SharedArrayBuffer']

/** Returns the `toString` tag of a value, such as `Date`. A built-in class has the same tag in all realms. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}

/** Returns whether a value is a `CID` object of this or another version of multiformats. */
export function isLink(value: unknown): value is { readonly bytes?: unknown } {
  if (typeof value !== 'object' || value === null) return false
  const link = value as Record<string, unknown>
  // Reads no more properties than necessary: they may be getters.
  if (link['asCID'] === value) return true
  const slash = link['/']
  return isBytes(slash) && slash === link['bytes']
}

/** Names a value for an error message. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return shorten(`${value}n`)
    case 'string':
    case 'symbol':
    case 'function':
      return typeof value
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return 'list'
      if (isBytes(value)) return 'byte string'
      if (isLink(value)) return 'link'
      return isMap(value) ? 'map' : escapeInvisible(shorten(tagOf(value)))
    default:
      return String(value)
  }
}

/** Returns the issue for a JavaScript value that is not of the expected type. */
export function wrongType(expected: string, value: unknown): Issue {
  return mismatch(expected, describe(value))
}
