/**
 * Commands on the principals of a tenant, an organization that uses the storage
 * product Fil One. The commands are newer than the Go version that this library is
 * tested against.
 *
 * @module @fil-forge/libforge/commands/principal
 */
export * from './invalidate.js'
