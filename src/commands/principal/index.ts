/**
 * Commands on principals, here the members of a tenant. A tenant is an organization
 * that uses the storage product Fil One. The commands are newer than the Go version
 * that this library is tested against.
 *
 * @module @fil-forge/libforge/commands/principal
 */
export * from './invalidate.js'
