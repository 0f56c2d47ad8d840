/** The parts of a path-style URL, such as `/bucket/key?uploadId=1`, percent-encoded as in the URL. */
export interface PathStyleUrl {
  readonly bucket: string | undefined
  readonly key: string | undefined
  /** Returns the first value of a parameter. Returns an empty string if the parameter has no value, and `undefined` if it is absent. */
  parameter(name: string): string | undefined
}

const ORIGIN = /^https?:\/\/[^/?#]*/i
const STRAY_PERCENT = /%(?![\da-f]{2})/i

/**
 * Parses a path-style URL, with or without an origin. Ignores the origin and the
 * fragment. Returns `undefined` for:
 *
 * - a URL that doesn't start with `/`, `http://` or `https://`
 * - a path that starts with two slashes
 * - a `%` without two hex digits, in the path or query
 * - a `;` in the query
 *
 * The platform's `URL` is not used, because it resolves dot segments, replaces
 * backslashes and encodes characters.
 */
export function parsePathStyleUrl(url: string): PathStyleUrl | undefined {
  const [origin = ''] = ORIGIN.exec(url) ?? []
  const [target] = cut(url.slice(origin.length), '#')
  const [path, query] = cut(target, '?')
  // Some implementations treat `;` as `&`.
  if (STRAY_PERCENT.test(target) || query.includes(';')) return undefined
  if (origin === '' && !path.startsWith('/')) return undefined
  const [bucket, key] = cut(path.slice(1), '/')
  if (bucket === '' && path.length > 1) return undefined
  const parameters = query.split('&').map((parameter) => cut(parameter, '='))
  return {
    bucket: bucket === '' ? undefined : bucket,
    key: key === '' ? undefined : key,
    parameter: (name) => parameters.find(([encoded]) => decode(encoded) === name)?.[1],
  }
}

function cut(string: string, separator: string): [before: string, after: string] {
  const at = string.indexOf(separator)
  return at < 0 ? [string, ''] : [string.slice(0, at), string.slice(at + 1)]
}

/** Percent-decodes a parameter's name. The result is correct for ASCII names, such as `uploadId`. */
function decode(name: string): string {
  return name.replaceAll(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
