/**
 * Claims about content: its location, its index, and the CIDs that refer to it.
 *
 * @module @fil-forge/libforge/commands/assert
 */
export * from './equals.js'
export * from './index-claim.js'
export * from './location.js'
