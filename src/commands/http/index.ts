/**
 * Commands that are executed as HTTP requests.
 *
 * @module @fil-forge/libforge/commands/http
 */
export * from './put.js'
