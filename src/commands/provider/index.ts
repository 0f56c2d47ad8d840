/**
 * The commands about providers, which spaces are provisioned with.
 *
 * @module @fil-forge/libforge/provider
 */
export * from './add.js'
export * from './failure-name.js'
