/** A URL of the S3 API, with its percent-encoding as signed. */
export interface PathStyleUrl {
  readonly bucket: string | undefined
  readonly key: string | undefined
  /** Returns the first value of a parameter: empty if it has none, `undefined` if it is absent. */
  parameter(name: string): string | undefined
}

const ORIGIN = /^https?:\/\/[^/?#]*/i
const STRAY_PERCENT = /%(?![\da-f]{2})/i

/**
 * Parses a path-style URL (RFC 3986): absolute, or its path and query alone.
 * Returns undefined for other URLs, for an empty bucket before a key, and for a
 * `%` without two hex digits. The platform's `URL` would resolve dots and
 * backslashes, and encode characters.
 */
export function parsePathStyleUrl(url: string): PathStyleUrl | undefined {
  const [origin = ''] = ORIGIN.exec(url) ?? []
  const [target] = cut(url.slice(origin.length), '#')
  const [path, query] = cut(target, '?')
  if (STRAY_PERCENT.test(target)) return undefined
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

/** Splits a string at the first separator. */
function cut(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** Percent-decodes a parameter's name. Only correct for ASCII, which all known names are. */
function decode(text: string): string {
  return text.replaceAll(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
