import { CodecError } from '../../src/index.js'

/** The code, offset and message of the CodecError that `act` throws, or `{ value }` with its result. */
export function errorOf(act: () => unknown): unknown {
  try {
    return { value: act() }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    return [error.code, error.offset, error.message]
  }
}
