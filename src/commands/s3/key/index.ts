export * from './marker.js'
