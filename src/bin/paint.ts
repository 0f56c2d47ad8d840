import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import type { Paint } from '../inspector/report.js'

/**
 * Colours for a stream: only where it is a terminal, and `NO_COLOR` is not set.
 *
 * @see https://no-color.org
 */
export function paintFor(stream: Pick<WriteStream, 'isTTY'>): Paint {
  const { NO_COLOR, TERM } = process.env
  const isColoured = stream.isTTY && !NO_COLOR && TERM !== 'dumb'
  return isColoured ? (style, text) => styleText(style, text) : (_style, text) => text
}
