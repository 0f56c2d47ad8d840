/**
 * Commands on claims about content, which indexers keep.
 *
 * @module @fil-forge/libforge/commands/claim
 */
export * from './cache.js'
