/**
 * Commands on UCAN tokens themselves. The tokens are the entry
 * `@fil-forge/libforge/ucan`.
 *
 * @module @fil-forge/libforge/commands/ucan
 */
export * as attest from './attest/index.js'
export * from './conclude.js'
export * as failures from './failures.js'
export * from './revoke.js'
