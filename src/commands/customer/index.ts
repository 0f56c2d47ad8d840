/**
 * The commands about customers, who pay for storage.
 *
 * @module @fil-forge/libforge/customer
 */
export * from './add.js'
export * from './failure-name.js'
