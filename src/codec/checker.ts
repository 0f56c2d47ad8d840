import { utf8Length } from './utf8.js'
import type { Writer } from './writer.js'

/** A writer that keeps nothing: a value that it takes can be written. */
export const checker: Writer = {
  fieldOrder: 'shortestFirst',
  text: utf8Length,
  bytes() {},
  link() {},
  openMap() {},
  field() {},
  key: utf8Length,
  closeMap() {},
  openList() {},
  item() {},
  closeList() {},
}
