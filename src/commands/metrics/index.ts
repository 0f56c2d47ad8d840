/**
 * Commands on usage metrics. Newer than the pinned reference, and not yet
 * verified against it.
 *
 * @module @fil-forge/libforge/commands/metrics
 */
export * as failures from './failures.js'
export * from './sample.js'
