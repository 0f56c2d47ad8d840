/** Creates empty objects. */
export type EmptyObjectConstructor = new () => Record<string, unknown>

/**
 * Returns a constructor of empty plain objects. V8 adds a property quickly if it
 * has added the same one to an object of the same constructor before. Of `{}`
 * it remembers about 1,500 first properties in the whole program, which maps
 * with ever new keys use up, such as those that JSON.parse makes.
 */
export function plainObjectConstructor(): EmptyObjectConstructor {
  function PlainObject() {}
  PlainObject.prototype = Object.prototype
  return PlainObject as unknown as EmptyObjectConstructor
}

/**
 * Returns a constructor of empty objects that inherit nothing, so that a
 * property of `Object.prototype` is never taken for an absent field.
 */
export function bareObjectConstructor(): EmptyObjectConstructor {
  function BareObject() {}
  BareObject.prototype = Object.create(null)
  return BareObject as unknown as EmptyObjectConstructor
}

/** Sets an own property, also if `Object.prototype` has one of that name, such as `__proto__`. */
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
