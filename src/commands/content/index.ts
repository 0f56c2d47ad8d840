/**
 * Commands on content, the bytes of the blobs of a space.
 *
 * @module @fil-forge/libforge/commands/content
 */
export * from './retrieve.js'
