/**
 * Commands on usage metrics. Newer than the Go version that this library is
 * tested against.
 *
 * @module @fil-forge/libforge/commands/metrics
 */
export * as failures from './failures.js'
export * from './sample.js'
