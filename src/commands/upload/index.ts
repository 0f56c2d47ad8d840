/**
 * Commands on uploads, the records of the content of a space.
 *
 * @module @fil-forge/libforge/commands/upload
 */
export * from './add.js'
export * from './list.js'
export * from './remove.js'
export * as shard from './shard/index.js'
