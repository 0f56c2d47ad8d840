export { arbitrary } from './arbitrary.js'
