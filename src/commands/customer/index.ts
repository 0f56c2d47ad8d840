export * from './add.js'
export * from './failure-name.js'
