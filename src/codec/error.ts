/**
 * Why a value or an input was refused.
 *
 * - `wrong-type`: another kind of value stands there
 * - `missing-field`: a required field is absent or null
 * - `unknown-field`: the value to write has a field that the struct doesn't have
 * - `duplicate-key`: a key or field stands there twice, or a CID in two spellings
 * - `invalid-utf8`: bytes that are no UTF-8, or a lone surrogate
 * - `invalid-did`, `invalid-link`: a DID or CID that is none
 * - `not-in-enum`: a text that is none of those allowed
 * - `too-long`, `too-many`, `too-deep`: past one of the {@link limits}
 * - `not-canonical`: a CBOR head longer than it need be, or of indefinite length
 * - `truncated`: the input ends early
 * - `trailing-data`: the input goes on after the value
 * - `syntax`: no CBOR or JSON at all
 */
export type CodecErrorCode =
  | 'wrong-type'
  | 'missing-field'
  | 'unknown-field'
  | 'duplicate-key'
  | 'invalid-utf8'
  | 'invalid-did'
  | 'invalid-link'
  | 'not-in-enum'
  | 'too-long'
  | 'too-many'
  | 'too-deep'
  | 'not-canonical'
  | 'truncated'
  | 'trailing-data'
  | 'syntax'

/**
 * The one error for bad data, whether it was read or was to be written.
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
  /** What is wrong. */
  readonly code: CodecErrorCode
  /** The way from the root to the field, key or item in question. */
  readonly path: ReadonlyArray<string | number>
  /** Where reading: the byte of the input at which the item in question starts. */
  readonly offset: number | undefined

  /**
   * @param code what is wrong
   * @param subject the name of the type
   * @param reason what is wrong, in words
   * @param path the way from the root to the place
   * @param offset where reading, the byte at which the item starts
   */
  constructor(
    code: CodecErrorCode,
    subject: string,
    reason: string,
    path: ReadonlyArray<string | number> = [],
    offset?: number,
  ) {
    const place = formatPath(path)
    super(place === '' ? `${subject}: ${reason}` : `${subject}: ${place}: ${reason}`)
    this.code = code
    this.path = path
    this.offset = offset
  }
}

/**
 * What a kind of type throws while a value is walked. It learns its path on
 * the way up and leaves the library as a {@link CodecError}. The two are apart
 * so that an error which a getter of the caller's throws, be it a CodecError,
 * is never taken for one of this walk.
 */
export class Refusal {
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

/** Puts `key` in front of the path of a refusal; any other error is as it was. */
export function within(error: unknown, key: string | number | undefined): unknown {
  if (error instanceof Refusal && key !== undefined) error.path.unshift(key)
  return error
}

/** What the caller gets to see of an error: a refusal becomes a CodecError. */
export function published(error: unknown, subject: string): unknown {
  if (!(error instanceof Refusal)) return error
  return new CodecError(error.code, subject, error.reason, error.path, error.offset)
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/
const SHOWN = 64

/** `buckets[0].name`, `details["a.b"]` */
export function formatPath(path: ReadonlyArray<string | number>): string {
  let out = ''
  for (const step of path) {
    if (typeof step === 'number') out += `[${step}]`
    else if (!IDENTIFIER.test(step) || step.length > SHOWN) out += `[${quote(step)}]`
    else out += out === '' ? step : `.${step}`
  }
  return out
}

/** A text, cut where it is too long to be read. */
export function shorten(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

/** The same in quotes. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text))
}
