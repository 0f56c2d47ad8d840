/**
 * Commands with which agents get capabilities from accounts and services. An agent is a
 * principal that represents a user in an application. The upload service, which keeps
 * customers and uploads, stores delegations, so that their audiences can claim them.
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
