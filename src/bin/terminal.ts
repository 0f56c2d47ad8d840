import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import { CodecError, escapeInvisible } from '../codec/error.js'
import { UnreadableCapture } from '../inspector/capture.js'
import { unreadableReportOf } from '../inspector/capture-report.js'
import { errorReportOf, type Paint } from '../inspector/report.js'
import { sourceOf } from '../inspector/source.js'

/**
 * Returns a function that styles strings for a stream. Strings are styled only if the
 * stream is a terminal, `NO_COLOR` is unset or empty, and `TERM` is not `dumb`.
 * Otherwise the function returns them unchanged.
 *
 * @see https://no-color.org
 */
export function paintFor(stream: Pick<WriteStream, 'isTTY'>): Paint {
  const { NO_COLOR, TERM } = process.env
  const isColored = stream.isTTY && !NO_COLOR && TERM !== 'dumb'
  return isColored
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_style, text) => text
}

/**
 * Prints an error of the input, of a system call such as reading a file, or of the
 * options. Throws any other error. Sets the exit code to 2 for an error of the
 * options, and to 1 for all others.
 */
export function printError(error: unknown, input: Uint8Array | undefined): void {
  process.exitCode = isOptionError(error) ? 2 : 1
  if (error instanceof UnreadableCapture) {
    console.error(unreadableReportOf(error, paintFor(process.stderr)))
  } else if (error instanceof CodecError) {
    const source = input && sourceOf(input)
    console.error(errorReportOf(error, source, paintFor(process.stderr)))
  } else if (error instanceof Error && isUserError(error))
    console.error(escapeInvisible(error.message))
  else throw error
}

function isUserError(error: Error & { syscall?: unknown }): boolean {
  return error.syscall !== undefined || isOptionError(error)
}

function isOptionError(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  )
}
