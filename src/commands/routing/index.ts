/**
 * Commands on routing policies, which determine the storage nodes on which the blobs of
 * a space are stored. These commands are newer than the version of the reference that
 * this library is tested against.
 *
 * @module @fil-forge/libforge/commands/routing
 */
export * from './candidate-set.js'
export * as failures from './failures.js'
export * from './put.js'
export * from './use.js'
