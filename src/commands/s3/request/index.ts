export * from './authorize.js'
export * from './failure-name.js'
