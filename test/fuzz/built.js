// @ts-check
/**
 * Hides a path from the type checker, since the file may not be built yet.
 *
 * @param {string} path
 * @returns {any}
 */
const built = (path) => path

/** @type {[import('./targets.js').Libforge, import('./targets.js').Ucan, import('./targets.js').Http]} */
export const [libforge, ucan, http] = await Promise.all([
  import(built('../../dist/index.js')),
  import(built('../../dist/ucan/index.js')),
  import(built('../../dist/http/index.js')),
])
