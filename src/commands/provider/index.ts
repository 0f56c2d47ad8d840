export * from './add.js'
