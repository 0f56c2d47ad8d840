/**
 * Commands on claims, which are signed statements about content. Indexers store
 * the claims.
 *
 * @module @fil-forge/libforge/commands/claim
 */
export * from './cache.js'
