/**
 * Commands on spaces, to which blobs and uploads belong.
 *
 * @module @fil-forge/libforge/commands/space
 */
export * as egress from './egress/index.js'
export * as failures from './failures.js'
export * from './info.js'
