/**
 * What Ingot, the S3 gateway, asks of Hilt, which keeps tenants and their keys;
 * and what a request of the S3 API is, about which both must agree.
 *
 * @module @fil-forge/libforge/s3
 */
export * as bucket from './bucket/index.js'
export * from './classify.js'
export * from './commands-for.js'
export * from './http-request.js'
export * as key from './key/index.js'
export * from './key-set.js'
export type { Operation } from './operation.js'
export * from './permission.js'
export * from './permission-set.js'
export * from './proof-set.js'
export * as request from './request/index.js'
export * from './unsupported-operation.js'
export * from './verification-key.js'
