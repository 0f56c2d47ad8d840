/**
 * Commands on the principals of a tenant. Newer than the Go version that this
 * library is tested against.
 *
 * @module @fil-forge/libforge/commands/principal
 */
export * from './invalidate.js'
