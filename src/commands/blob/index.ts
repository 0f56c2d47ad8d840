/**
 * Commands on blobs, byte arrays that storage nodes keep for spaces.
 *
 * @module @fil-forge/libforge/commands/blob
 */
export * from './abort.js'
export * from './accept.js'
export * from './add.js'
export * from './allocate.js'
export * from './blob-spec.js'
export * from './blob.js'
export * as failures from './failures.js'
export * from './list.js'
export * from './reject.js'
export * from './release.js'
export * from './remove.js'
export * as replica from './replica/index.js'
export * from './replicate.js'
export * from './retrieve.js'
