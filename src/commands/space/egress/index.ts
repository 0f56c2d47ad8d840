export * from './track.js'
