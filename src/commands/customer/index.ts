/**
 * Commands on customers, the parties that pay for storage.
 *
 * @module @fil-forge/libforge/commands/customer
 */
export * from './add.js'
export * as failures from './failures.js'
