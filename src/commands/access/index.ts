/**
 * Commands on access: how agents get capabilities from accounts and services, and
 * how delegations reach their audience through the upload service.
 *
 * @module @fil-forge/libforge/commands/access
 */
export * from './capability-request.js'
export * from './claim.js'
export * from './confirm.js'
export * from './delegate.js'
export * as failures from './failures.js'
export * from './grant.js'
export * from './request.js'
