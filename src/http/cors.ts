import { HEADER } from './message.js'

/**
 * The origins of web pages that may call a service, or `'*'` for all. Allowing an
 * origin grants no authority: a service has no cookies, and each request contains its
 * tokens.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export type Origins = '*' | readonly string[]

/** The time for which a browser may cache the response to a preflight request, in seconds: one day. */
const MAX_AGE = '86400'

/** Returns the CORS headers of a response. Empty if the request has no origin, or one that is not allowed. */
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
