/**
 * Commands on UCAN tokens. The entry point `@fil-forge/libforge/ucan` implements the
 * tokens themselves.
 *
 * @module @fil-forge/libforge/commands/ucan
 */
export * as attest from './attest/index.js'
export * from './conclude.js'
export * as failures from './failures.js'
export * from './revoke.js'
