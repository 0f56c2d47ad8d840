import { CodecError } from '../../src/index.js'

/**
 * Returns `[code, offset, message]` of the CodecError that `act` throws, or `{ value }`
 * with the result of `act`. Rethrows any other error.
 */
export function errorOf(act: () => unknown): unknown {
  try {
    return { value: act() }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    return [error.code, error.offset, error.message]
  }
}
