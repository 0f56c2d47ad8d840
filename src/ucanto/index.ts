export * as customer from './customer.js'
export * as provider from './provider.js'
export * as s3 from './s3/index.js'
export type * from './service.js'
