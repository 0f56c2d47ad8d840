/**
 * Commands on principals. In these commands, a principal is a member of a tenant. A
 * tenant is an organization that uses the storage product Fil One. These commands are
 * newer than the version of the reference that this library is tested against.
 *
 * @module @fil-forge/libforge/commands/principal
 */
export * from './invalidate.js'
