import { CodecError } from '../../src/index.js'

/** Calls `act`. Returns `[code, offset, message]` of the CodecError that it throws, or else `{ value }` with its result. */
export function errorOf(act: () => unknown): unknown {
  try {
    return { value: act() }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    return [error.code, error.offset, error.message]
  }
}
