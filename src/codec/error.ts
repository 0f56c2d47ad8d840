/**
 * The kind of a {@link CodecError}.
 *
 * - `wrong-type`: a value of an unexpected kind. In a token, also an unexpected tag, an unexpected number of items, a receipt whose subject is not its issuer, and a receipt without exactly one of `ok` and `error`
 * - `missing-field`: a required field is absent, or null when decoded. In tuples, containers and tokens, null is `wrong-type`, but in the failure of a receipt it is `missing-field`
 * - `unknown-field`: a field that the struct or tuple does not have, or that another field excludes
 * - `duplicate-key`: a key or field that occurs twice. If the keys of a map are CIDs, two spellings of one CID are duplicate keys
 * - `invalid-utf8`: bytes that are not UTF-8, or a lone surrogate
 * - `invalid-did`, `invalid-link`, `invalid-url`, `invalid-command`: a malformed DID, CID, URL or command
 * - `not-in-enum`: a string that is not a member of the enum, an unsupported signature type, or an unknown policy operator
 * - `out-of-range`: a number outside of its range, or a byte string of another length than required
 * - `too-long`, `too-many`, `too-deep`: beyond a limit, such as one of the {@link limits} or the length of a tuple
 * - `not-canonical`: a non-canonical encoding, such as a header that is not in its shortest form, an indefinite length, or keys out of order
 * - `truncated`: unexpected end of input
 * - `trailing-data`: input that continues after the value
 * - `syntax`: malformed CBOR, JSON, base64, gzip or selector
 */
export type CodecErrorCode =
  | 'wrong-type'
  | 'missing-field'
  | 'unknown-field'
  | 'duplicate-key'
  | 'invalid-utf8'
  | 'invalid-did'
  | 'invalid-link'
  | 'invalid-url'
  | 'invalid-command'
  | 'not-in-enum'
  | 'out-of-range'
  | 'too-long'
  | 'too-many'
  | 'too-deep'
  | 'not-canonical'
  | 'truncated'
  | 'trailing-data'
  | 'syntax'

/** The parts of a {@link CodecError}, for its constructor. */
export interface CodecErrorOptions {
  /** The kind of error, for programs. */
  readonly code: CodecErrorCode
  /** The name of the type that was encoded or decoded. */
  readonly type: string
  /** The description of the error, for people, such as `expected string, received 3`. */
  readonly reason: string
  /** The path from the root to the field, key or item at fault. Empty by default. */
  readonly path?: ReadonlyArray<string | number> | undefined
  /** The byte offset of the error: see {@link CodecError.offset}. `undefined` by default. */
  readonly offset?: number | undefined
}

/**
 * The only error that codecs throw for bad data, when encoding and when decoding.
 * The message is `<type>: <path>: <reason>`, or `<type>: <reason>` if the path is
 * empty.
 *
 * @example
 * ```ts
 * import { customer, CodecError } from '@fil-forge/libforge'
 *
 * try {
 *   customer.AddArguments.cbor.decode(new Uint8Array([0xa0]))
 * } catch (error) {
 *   if (error instanceof CodecError) console.log(error.code, error.path, error.offset)
 *   // missing-field [ 'customer' ] 0
 * }
 * ```
 */
export class CodecError extends Error {
  override readonly name = 'CodecError'
  /** The kind of error, for programs. */
  readonly code: CodecErrorCode
  /** The path from the root to the field, key or item at fault. */
  readonly path: ReadonlyArray<string | number>
  /**
   * When decoding, the byte offset of the item or character at fault, or of the end of a
   * truncated input. For an error in the CBOR of a container, the offset counts from the
   * start of this CBOR. `undefined` when encoding. Also `undefined` for an input that is
   * rejected before it is decoded, such as a string with a lone surrogate, and for a
   * container whose tokens together have too many items.
   */
  readonly offset: number | undefined

  constructor({ code, type, reason, path = [], offset }: CodecErrorOptions) {
    const place = formatPath(path)
    super(place === '' ? `${type}: ${reason}` : `${type}: ${place}: ${reason}`)
    this.code = code
    this.path = path
    this.offset = offset
  }
}

/**
 * An error in a value or an input. Encoding and decoding throw issues, and
 * validation collects them. Each struct, tuple, list or map around the value
 * prepends a key to the path. Callers of a codec receive the issue as a
 * {@link CodecError}. The two classes differ so that a CodecError thrown by a
 * getter of the caller's value passes through unchanged.
 */
export class Issue {
  readonly path: Array<string | number> = []
  readonly code: CodecErrorCode
  readonly reason: string
  readonly offset: number | undefined

  constructor(code: CodecErrorCode, reason: string, offset?: number) {
    this.code = code
    this.reason = reason
    this.offset = offset
  }
}

/** Prepends `key` to the path of an issue. Any other error is returned unchanged. */
export function within(error: unknown, key: string | number): unknown {
  if (error instanceof Issue) error.path.unshift(key)
  return error
}

/** Converts an issue to the CodecError that the caller receives. Any other error is returned unchanged. */
export function toCodecError(error: unknown, type: string): unknown {
  if (!(error instanceof Issue)) return error
  const { code, reason, path, offset } = error
  return new CodecError({ code, type, reason, path, offset })
}

export function mismatch(expected: string, received: string, offset?: number): Issue {
  return new Issue('wrong-type', `expected ${expected}, received ${received}`, offset)
}

export function tooLong(what: string, limit: number, offset?: number): Issue {
  return new Issue('too-long', `${what} exceeds ${limit} bytes`, offset)
}

export function tooMany(what: string, limit: number, offset?: number): Issue {
  return new Issue('too-many', `more than ${limit} ${what}`, offset)
}

export function missingField(offset?: number): Issue {
  return new Issue('missing-field', 'missing required field', offset)
}

export function unknownField(offset?: number): Issue {
  return new Issue('unknown-field', 'unknown field', offset)
}

export function duplicateKey(offset?: number): Issue {
  return new Issue('duplicate-key', 'duplicate key', offset)
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/
/** The most characters of one string that a message quotes. */
const QUOTED = 64
/** The most steps of a path that a message shows. */
const STEPS = 8
/** Control and format characters, line and paragraph separators: they control a terminal, or are invisible. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Formats a path, such as `buckets[0].name` or `details["a.b"]`. Omits all but the last 8 steps. */
export function formatPath(path: ReadonlyArray<string | number>): string {
  let out = path.length > STEPS ? '…' : ''
  for (const step of path.slice(-STEPS)) {
    if (typeof step === 'number') out += `[${step}]`
    else if (!IDENTIFIER.test(step) || step.length > QUOTED) out += `[${quote(step)}]`
    else out += out === '' ? step : `.${step}`
  }
  return out
}

/** Truncates a string, and escapes its invisible characters: a DID, for example, may contain them. */
export function shorten(string: string): string {
  return escapeInvisible(cut(string))
}

/** Truncates a string of more than 64 characters, and appends `…`. Does not split a surrogate pair. */
function cut(string: string): string {
  if (string.length <= QUOTED) return string
  return `${string.slice(0, QUOTED).replace(/[\ud800-\udbff]$/, '')}…`
}

/** Returns the string in quotes, shortened and escaped. */
export function quote(string: string): string {
  return escapeInvisible(JSON.stringify(cut(string)))
}

/** Replaces each character of {@link INVISIBLE} with its JSON escape. */
export function escapeInvisible(string: string): string {
  return string.replaceAll(INVISIBLE, (character) =>
    Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
