/**
 * For tests of programs that use the types: values of any of them.
 *
 * @module @fil-forge/libforge/testing
 */
export { arbitrary } from './arbitrary.js'
