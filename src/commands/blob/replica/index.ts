export * from './allocate.js'
export * from './transfer.js'
