/**
 * Commands on the principals of a tenant. Newer than the pinned reference, and
 * not yet verified against it.
 *
 * @module @fil-forge/libforge/commands/principal
 */
export * from './invalidate.js'
