/**
 * Claims about content: where it is, what indexes it, and what is the same
 * content.
 *
 * @module @fil-forge/libforge/commands/assert
 */
export * from './equals.js'
export * from './index-claim.js'
export * from './location.js'
