/**
 * Commands on the claims about content that indexers keep.
 *
 * @module @fil-forge/libforge/commands/claim
 */
export * from './cache.js'
