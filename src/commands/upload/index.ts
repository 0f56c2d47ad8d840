/**
 * Commands on uploads: the records of which content a space has.
 *
 * @module @fil-forge/libforge/commands/upload
 */
export * from './add.js'
export * from './list.js'
export * from './remove.js'
export * as shard from './shard/index.js'
