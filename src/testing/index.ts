/**
 * Arbitrary values of the wire types, for property-based tests with fast-check.
 *
 * @module @fil-forge/libforge/testing
 */
export { arbitrary } from './arbitrary.js'
