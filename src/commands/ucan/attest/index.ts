export * from './proof.js'
