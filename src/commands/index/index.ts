/**
 * Commands on indexes, which describe the blocks in the blobs of a space.
 *
 * @module @fil-forge/libforge/commands/index
 */
export * from './add.js'
export * as failures from './failures.js'
