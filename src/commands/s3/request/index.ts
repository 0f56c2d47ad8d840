export * from './authorize.js'
export * as failures from './failures.js'
