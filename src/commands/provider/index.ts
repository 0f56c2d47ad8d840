/**
 * Commands on providers, the services that spaces are provisioned with.
 *
 * @module @fil-forge/libforge/commands/provider
 */
export * from './add.js'
export * as failures from './failures.js'
