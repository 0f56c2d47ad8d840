/**
 * Commands with which agents get capabilities from accounts and services. The upload
 * service, which keeps customers and uploads, stores delegations for their audiences.
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
