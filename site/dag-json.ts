import { decode, encode } from '@ipld/dag-json'
import type { Data } from '../src/ucan/data.js'

/** Parses DAG-JSON. Throws a `SyntaxError`, with the line and column if the parser reports a position. */
export function parseData(text: string): Data {
  try {
    return decode<Data>(new TextEncoder().encode(text))
  } catch (error) {
    const reason = String((error as Error).message)
      .replace(/^CBOR decode error: /, '')
      .replace(/^found (?:array|map) but not enough entries.*/, 'unexpected end of input')
    throw new SyntaxError(
      reason.replace(/ ?\(?(?:at )?position (\d+)\)?/, (_, at) => placeOf(text, Number(at))),
    )
  }
}

/** Formats data as DAG-JSON on one line. */
export function stringifyData(data: Data): string {
  return new TextDecoder().decode(encode(data))
}

function placeOf(text: string, position: number): string {
  const before = new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, position))
  const lines = before.split('\n')
  return ` at line ${lines.length}, column ${lines.at(-1)!.length + 1}`
}
