import { checkText } from './utf8.js'
import type { Writer } from './writer.js'

/** A writer that keeps nothing: a value that it takes can be written. */
export const checker: Writer = {
  fieldOrder: 'shortestFirst',
  text: checkText,
  bytes() {},
  link() {},
  openMap() {},
  field() {},
  key: checkText,
  closeMap() {},
  openList() {},
  item() {},
  closeList() {},
}
