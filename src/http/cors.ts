import { HEADER } from './message.js'

/**
 * The origins of web pages that may call a service, or `'*'` for all. A service has no
 * cookies, and whoever sends a token could also send it from a program of its own.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export type Origins = '*' | readonly string[]

/** How long a browser may remember that an origin is allowed, in seconds: a day. */
const MAX_AGE = '86400'

/** Returns the headers that let a browser pass a response on to the page. Empty if the origin is not allowed. */
export function corsHeaders({ method, headers }: Request, origins: Origins): [string, string][] {
  const origin = headers.get('origin')
  if (origin === null || (origins !== '*' && !origins.includes(origin))) return []
  const allowed: [string, string][] =
    origins === '*'
      ? [['access-control-allow-origin', '*']]
      : [
          ['access-control-allow-origin', origin],
          ['vary', 'origin'],
        ]
  if (method !== 'OPTIONS') return [...allowed, ['access-control-expose-headers', HEADER]]
  return [
    ...allowed,
    ['access-control-allow-methods', 'GET, POST'],
    ['access-control-allow-headers', `content-type, ${HEADER}`],
    ['access-control-max-age', MAX_AGE],
  ]
}
