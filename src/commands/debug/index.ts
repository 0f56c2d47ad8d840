/**
 * Commands to test a service.
 *
 * @module @fil-forge/libforge/commands/debug
 */
export * from './echo.js'
