/**
 * Metrics of the usage of spaces. The command of this namespace is newer than the version
 * of the reference that this library is tested against.
 *
 * @module @fil-forge/libforge/commands/metrics
 */
export * as failures from './failures.js'
export * from './sample.js'
