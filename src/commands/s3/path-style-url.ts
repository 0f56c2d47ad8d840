/** What a URL of the S3 API is about. All of it is percent-encoded as it was signed. */
export interface PathStyleUrl {
  readonly bucket: string | undefined
  readonly key: string | undefined
  /** The first value of a parameter: empty where it has none, undefined where it doesn't stand. */
  parameter(name: string): string | undefined
}

const ORIGIN = /^https?:\/\/[^/?#]*/i
const STRAY_PERCENT = /%(?![\da-f]{2})/i

/**
 * Reads a URL of path style (RFC 3986): absolute, or its path and query alone.
 * Undefined where it is neither, has an empty bucket in front of something, or
 * a `%` that encodes nothing. `URL` won't do, which resolves dots and
 * backslashes and encodes what isn't.
 */
export function readPathStyleUrl(url: string): PathStyleUrl | undefined {
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

/** What stands before the first `separator`, and what after it. */
function cut(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** The names that are looked for are ASCII, so that other bytes may become anything. */
function decode(text: string): string {
  return text.replaceAll(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
