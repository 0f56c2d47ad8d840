/**
 * Commands on routing policies, which determine the storage nodes on which the
 * blobs of a space are stored. Newer than the pinned reference, and not yet
 * verified against it.
 *
 * @module @fil-forge/libforge/commands/routing
 */
export * from './candidate-set.js'
export * as failures from './failures.js'
export * from './put.js'
export * from './use.js'
