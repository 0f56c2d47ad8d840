import { CodecError } from '../../src/index.js'

/** An error as its code, its offset and its message; what is read where nothing is refused. */
export function refusalOf(read: () => unknown): unknown {
  try {
    return { read: read() }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    return [error.code, error.offset, error.message]
  }
}
