export * as bucket from './bucket.js'
export * as key from './key.js'
export * as request from './request.js'
