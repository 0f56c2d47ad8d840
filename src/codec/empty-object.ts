export type EmptyObjectConstructor = new () => Record<string, unknown>

/**
 * Returns a constructor of empty plain objects. V8 caches, for each constructor,
 * the first properties that were added to its objects. Adding a cached property
 * is fast. The objects of a new constructor don't use the cache of `{}`, which all
 * `{}` of a program share. That cache has about 1,500 properties. Objects with many
 * different keys, such as results of `JSON.parse`, fill it.
 */
export function plainObjectConstructor(): EmptyObjectConstructor {
  function PlainObject() {}
  PlainObject.prototype = Object.prototype
  return PlainObject as unknown as EmptyObjectConstructor
}

/**
 * Returns a constructor of empty objects that inherit no properties, so that an
 * absent field never reads as a property of `Object.prototype`.
 */
export function bareObjectConstructor(): EmptyObjectConstructor {
  function BareObject() {}
  BareObject.prototype = Object.create(null)
  return BareObject as unknown as EmptyObjectConstructor
}

/** Sets an own property, also if `Object.prototype` has a property of the same name, such as `__proto__`. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (target[key] === undefined) target[key] = value
  else {
    Object.defineProperty(target, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    })
  }
}
