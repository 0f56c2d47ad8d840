/**
 * Commands for access over S3. Ingot, the S3 gateway, invokes all but `/s3/key/marker`
 * on Hilt, which keeps tenants and their access keys. The module also classifies S3
 * requests and maps permissions to commands: Hilt and Ingot must agree on both.
 *
 * @module @fil-forge/libforge/commands/s3
 */
export * as bucket from './bucket/index.js'
export * from './classify-request.js'
export * from './commands-for-permissions.js'
export * from './http-request.js'
export * as key from './key/index.js'
export * from './key-set.js'
export type { Operation } from './operation.js'
export * from './permission.js'
export * from './permission-set.js'
export * from './proof-set.js'
export * as request from './request/index.js'
export * from './unsupported-operation-error.js'
export * from './verification-key.js'
