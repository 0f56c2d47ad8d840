// @ts-check
/** The library as it is built. */

/**
 * A path that isn't checked, since nothing stands there before the build.
 *
 * @param {string} path
 * @returns {any}
 */
const built = (path) => path

/** @type {[import('./targets.js').Libforge, import('./targets.js').Ucan]} */
export const [libforge, ucan] = await Promise.all([
  import(built('../../dist/index.js')),
  import(built('../../dist/ucan/index.js')),
])
