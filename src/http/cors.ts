import { HEADER } from './message.js'

/**
 * The origins of web pages that may call a service, or `'*'` for all. Allowing an
 * origin grants no authority: the service ignores cookies, and each request contains its
 * tokens.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export type Origins = '*' | readonly string[]

/** The time for which a browser may cache the response to a preflight request, in seconds: one day. */
const MAX_AGE = '86400'

/** The response header that allows an origin. */
export const ALLOW_ORIGIN = 'access-control-allow-origin'

/**
 * Returns the CORS headers of a response. They include {@link ALLOW_ORIGIN} only if the
 * origin of the request is allowed.
 */
export function corsHeaders({ method, headers }: Request, origins: Origins): [string, string][] {
  if (origins.length === 0) return []
  const origin = headers.get('origin')
  // A cached response to one origin must not be used for another.
  const vary: [string, string][] = origins === '*' ? [] : [['vary', 'origin']]
  if (origin === null || (origins !== '*' && !origins.includes(origin))) return vary
  const allowed: [string, string][] = [[ALLOW_ORIGIN, origins === '*' ? '*' : origin], ...vary]
  if (method !== 'OPTIONS') return [...allowed, ['access-control-expose-headers', HEADER]]
  return [
    ...allowed,
    ['access-control-allow-methods', 'GET, POST'],
    ['access-control-allow-headers', `content-type, ${HEADER}`],
    ['access-control-max-age', MAX_AGE],
  ]
}
