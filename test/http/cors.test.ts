import { describe, expect, it } from 'vitest'
import { corsHeaders, type Origins } from '../../src/http/cors.js'

const CONSOLE = 'https://console.example'
const EXPOSE = ['access-control-expose-headers', 'x-ucan-container']
const VARY = ['vary', 'origin']

function headersOf(origin: string | undefined, origins: Origins): [string, string][] {
  const headers: Record<string, string> = origin === undefined ? {} : { origin }
  return corsHeaders(new Request('https://up.example', { headers }), origins)
}

describe('corsHeaders', () => {
  it.each<[string, string | undefined, Origins, string[][]]>([
    [
      'from an allowed origin',
      CONSOLE,
      [CONSOLE],
      [['access-control-allow-origin', CONSOLE], VARY, EXPOSE],
    ],
    [
      'from an origin, if all are allowed',
      CONSOLE,
      '*',
      [['access-control-allow-origin', '*'], EXPOSE],
    ],
    ['from an origin that is not allowed', 'https://evil.example', [CONSOLE], [VARY]],
    ['without an origin', undefined, [CONSOLE], [VARY]],
    ['without an origin, if all are allowed', undefined, '*', []],
    ['from an origin, if none is allowed', CONSOLE, [], []],
  ])('returns the headers for a request %s', (_what, origin, origins, expected) => {
    expect(headersOf(origin, origins)).toEqual(expected)
  })
})
