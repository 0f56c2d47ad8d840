import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import { CodecError } from '../codec/error.js'
import { refusalOf, type Paint } from '../inspector/report.js'
import { sourceOf } from '../inspector/source.js'

/**
 * Colours for a stream: only where it is a terminal, and `NO_COLOR` is not set.
 *
 * @see https://no-color.org
 */
export function paintFor(stream: Pick<WriteStream, 'isTTY'>): Paint {
  const { NO_COLOR, TERM } = process.env
  const isColoured = stream.isTTY && !NO_COLOR && TERM !== 'dumb'
  return isColoured
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_style, text) => text
}

/** Says what went wrong with an input, in words where it isn't the program's own fault. */
export function complain(error: unknown, input: Uint8Array | undefined): void {
  process.exitCode = 1
  if (error instanceof CodecError) {
    const source = input && sourceOf(input)
    console.error(refusalOf(error, source, paintFor(process.stderr)))
  } else if (error instanceof Error && isOfTheSystem(error)) console.error(error.message)
  else throw error
}

/** Whether an error is about a file or the command line. */
function isOfTheSystem(error: Error & { code?: unknown; syscall?: unknown }): boolean {
  return error.syscall !== undefined || String(error.code).startsWith('ERR_PARSE_ARGS')
}
