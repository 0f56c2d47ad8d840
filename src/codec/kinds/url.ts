import { wrongType } from '../data-model.js'
import { Issue, quote } from '../error.js'
import { Kind } from '../kind.js'
import { limits } from '../limits.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'

/** The parts of a URL before the query: a scheme, an authority, and a path or an opaque part, such as `a@b.example` in `mailto:a@b.example`. */
const PARTS = /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/([^/]*))?(.*)$/is
const CONTROL = /\p{Cc}/u
const BAD_ESCAPE = /%(?![\dA-Fa-f]{2})/
/** A host with optional user information and an optional port. The host is an IPv6 address in brackets, or a name, which may be empty. */
const AUTHORITY =
  /^(?:(?:[-A-Za-z\d_.~!$&'()*+,;=:@]|%[\dA-Fa-f]{2})*@)?(?:\[([\dA-Fa-f:.]+)\]|(?:[-A-Za-z\d_.~!$&'()*+,;="<>]|[^\p{ASCII}]|%[89A-Fa-f][\dA-Fa-f]|%25)*)(?::\d*)?$/u

export class URLKind extends Kind<string> {
  constructor() {
    super('url')
  }

  write(value: unknown, writer: Writer): void {
    if (typeof value !== 'string') throw wrongType('URL', value)
    writer.string(this.#check(value), limits.string)
  }

  read(reader: Reader): string {
    return this.#check(reader.string(limits.string, 'URL'), reader.at)
  }

  #check(string: string, offset?: number): string {
    if (isURL(string)) return string
    throw new Issue('invalid-url', `expected URL, received ${quote(string)}`, offset)
  }
}

function isURL(string: string): boolean {
  const [, resource = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(string)!
  if (CONTROL.test(string) || BAD_ESCAPE.test(fragment)) return false
  const [, scheme, authority, rest = ''] = PARTS.exec(/^[^?]*/.exec(resource)![0])!
  if (authority === undefined && !rest.startsWith('/')) {
    // The reference does not check the escapes of an opaque part. Without a scheme, the first
    // segment must not have a colon.
    if (scheme !== undefined) return true
    if (/^[^/]*:/.test(rest)) return false
  }
  return !BAD_ESCAPE.test(rest) && (authority === undefined || isAuthority(authority))
}

function isAuthority(authority: string): boolean {
  const match = AUTHORITY.exec(authority)
  return match !== null && (match[1] === undefined || isIPv6(match[1]))
}

function isIPv6(address: string): boolean {
  try {
    return new URL(`http://[${address}]`).hostname !== ''
  } catch {
    return false
  }
}

/**
 * A URL, absolute or relative: at most 8,192 bytes in UTF-8. The string is kept as
 * received. The reference normalizes the URLs that it decodes: for example, it
 * escapes a space or a brace in the path.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3986
 */
export const url: Type<string> = /* @__PURE__ */ new URLKind()
