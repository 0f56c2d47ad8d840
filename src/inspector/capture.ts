import { CodecError, quote } from '../codec/error.js'
import { OPEN_LIST, OPEN_MAP } from '../codec/json/characters.js'
import { bytes } from '../codec/kinds/bytes.js'
import { list } from '../codec/kinds/list.js'
import { struct } from '../codec/kinds/struct.js'
import type { CborType } from '../codec/type.js'
import { Container, type ContainerForm, type DecodedTokens } from '../ucan/container.js'
import { inspectSource, type Inspection } from './inspect.js'
import type { Format } from './part.js'
import { tokenOfJson } from './json-token.js'
import { readingsOf, textOf, type Layer, type Reading } from './readings.js'
import { formatOf, type Source } from './source.js'
import { counted } from './words.js'
import { kindOfToken } from './token-description.js'

/** What was captured: tokens, or a value of one of the library's types. */
export type Capture = TokensCapture | ValueCapture

/** A container of tokens, or a token alone. */
export interface TokensCapture {
  readonly kind: 'container' | 'token'
  /** What was found, such as `a container in the form base64url+gzip, from a header X-UCAN-Container: 1 invocation`. */
  readonly words: string
  /** The text encoding that was removed, such as `['hex']`. Empty if none was removed. The base64 of a container's `form` is not a layer. */
  readonly layers: readonly Layer[]
  /** The form of the container: `cbor` also for a container in DAG-JSON. `undefined` for a token alone. */
  readonly form: ContainerForm | undefined
  /** The decoded tokens. For a container, `unreadable` has the tokens that can't be decoded. */
  readonly tokens: DecodedTokens
}

/** The arguments or the result of a command, or another value of the library's types. */
export interface ValueCapture {
  readonly kind: 'value'
  readonly words: string
  readonly layers: readonly Layer[]
  readonly inspection: Inspection
}

/** A reading of the input that was tried, and why it failed. */
export interface Attempt {
  /** What was tried, such as `a token, as hex`. */
  readonly words: string
  readonly error: CodecError
  /** The bytes of the reading. `undefined` if the offset of the error does not refer to them. */
  readonly source: Source | undefined
}

/**
 * The error for an input that is not a supported capture, or is ambiguous. The message
 * lists the readings that succeeded. If none succeeded, the message lists the readings that
 * failed, the likeliest first, and why each failed.
 */
export class UnreadableCapture extends Error {
  override readonly name = 'UnreadableCapture'
  /** Whether several readings succeeded. Also `true` if several readings failed, and damaged hex is one of them. */
  readonly isAmbiguous: boolean
  /** The readings that failed, the likeliest first. Empty if several readings succeeded. */
  readonly attempts: readonly Attempt[]

  constructor(message: string, attempts: readonly Attempt[], isAmbiguous: boolean) {
    super(message)
    this.attempts = attempts
    this.isAmbiguous = isAmbiguous
  }
}

/**
 * Detects what an input is: a container in any of its seven forms, or as a header
 * `X-UCAN-Container`; a token; or a value of one of the library's types. The input may be
 * bytes, or text in hex, base64, base64url or DAG-JSON.
 *
 * @param named the expected type: only values of this type are accepted
 * @throws {CodecError} if `named` is given, no reading is a value of this type, and the
 *   likeliest reading is not damaged hex
 * @throws {UnreadableCapture} for any other input that is not a supported capture, and for
 *   ambiguous input
 */
export async function captureOf(input: Uint8Array, named?: CborType<unknown>): Promise<Capture> {
  const readings = readingsOf(input)
  const captures: Capture[] = []
  const failures: Failure[] = []
  for (const reading of readings) {
    if (reading.damage !== undefined) {
      failures.push(failureOfDamage(reading))
      continue
    }
    const result = await read(reading, named)
    if ('kind' in result) captures.push(result)
    else failures.push(result)
  }
  const [capture] = captures
  if (captures.length === 1) return capture!
  if (capture !== undefined) {
    const found = captures.map(({ words }) => words).join('; or ')
    throw new UnreadableCapture(
      `ambiguous input: it can be read as ${found}. Pass the bytes instead of text`,
      [],
      true,
    )
  }
  throw errorOf(failures, named)
}

/** A reading that failed, and how likely it is that this reading was intended. */
interface Failure extends Attempt {
  /** 3: starts like a container or a token; 2: starts like a value, and fails within it; 1: damaged hex; 0: anything else. */
  readonly likelihood: number
  readonly isDamagedHex: boolean
}

async function read(
  reading: Reading,
  named: CborType<unknown> | undefined,
): Promise<Capture | Failure> {
  const { bytes: input, layers } = reading
  const isText = layers.length === 0 && textOf(input) !== undefined
  const format = isText ? 'json' : formatOf(input)
  const textEncoding = layers.find((layer) => layer === 'hex' || layer === 'base64')
  const source: Source = { bytes: input, format, textEncoding }
  if (named === undefined) {
    const target = targetOf(input, format)
    try {
      if (target === 'container') return await readContainer(reading, source)
      if (target === 'token') return await readToken(reading, source)
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      const words = `a ${target}${suffixOf(layers)}`
      const isBase64Error = target === 'container' && error.message.includes('invalid base64')
      const base64Error = isBase64Error ? base64ErrorOf(input) : undefined
      if (base64Error !== undefined) {
        const shown: Source = { ...source, format: 'json' }
        return { words, error: base64Error, source: shown, likelihood: 3, isDamagedHex: false }
      }
      // Anything but plain CBOR is converted first, so the offset does not refer to the input.
      const isPlain = format === 'cbor' && (target === 'token' || input[0] === 0xa1)
      const shown = isPlain ? source : undefined
      return { words, error, source: shown, likelihood: 3, isDamagedHex: false }
    }
  }
  try {
    const inspection = await inspectSource(source, named)
    const words = valueWords(inspection, layers)
    return { kind: 'value', words, layers, inspection }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    const words = `a value in ${format === 'cbor' ? 'CBOR' : 'DAG-JSON'}${suffixOf(layers)}`
    const isLikely = (error.path.length > 0 || error.offset! > 0) && isLikelyValue(input, format)
    return { words, error, source, likelihood: isLikely ? 2 : 0, isDamagedHex: false }
  }
}

/** Returns whether an input starts like a map or list. The value of a type is always one of these. */
function isLikelyValue(input: Uint8Array, format: Format): boolean {
  const first = firstOf(input)
  if (format === 'json') return first === OPEN_MAP || first === OPEN_LIST
  return input[0]! >> 5 === 4 || input[0]! >> 5 === 5
}

/** The forms of a container by their header byte. The form `cbor` has no header byte. */
const FORMS = new Map<number, ContainerForm>([
  [0x40, 'raw'],
  [0x42, 'base64'],
  [0x43, 'base64url'],
  [0x44, 'raw+gzip'],
  [0x45, 'base64+gzip'],
  [0x46, 'base64url+gzip'],
])
/** The start of a container in CBOR: a map of one entry with the key `ctn-v1`. */
const CONTAINER = [0xa1, 0x66, 0x63, 0x74, 0x6e, 0x2d, 0x76, 0x31]
/** The first bytes of the binary forms: the header byte, then the first byte of a map or of gzip. */
const BINARY = [
  [0x40, 0xa1],
  [0x44, 0x1f],
] as const
/** The start of a text form: the header byte, then base64. */
const TEXT = /^\s*[BCEF][\w+/=-]{8}/
/** The start of a token in DAG-JSON: a list whose first item is a byte string or link. */
const JSON_TOKEN = /^\s*\[\s*\{\s*"\/"/
const JSON_CONTAINER = /^\s*\{\s*"ctn-v1"/

const container = struct('Container', { 'ctn-v1': list(bytes) })

/** Detects what an input is by its first bytes. */
function targetOf(input: Uint8Array, format: Format): 'container' | 'token' | 'value' {
  if (CONTAINER.every((byte, index) => input[index] === byte)) return 'container'
  if (BINARY.some(([mark, next]) => input[0] === mark && input[1] === next)) return 'container'
  const start = new TextDecoder().decode(input.subarray(0, 200))
  if (TEXT.test(start)) return 'container'
  if (format === 'json') {
    if (JSON_TOKEN.test(start)) return 'token'
    return JSON_CONTAINER.test(start) ? 'container' : 'value'
  }
  return startsLikeToken(input) ? 'token' : 'value'
}

/** Returns the first byte that is not white space. */
function firstOf(input: Uint8Array): number | undefined {
  return input.find((byte) => byte !== 0x20 && (byte < 0x09 || byte > 0x0d))
}

/** Returns whether the input starts like a list of two items whose first item is a byte string. */
function startsLikeToken(input: Uint8Array): boolean {
  return input[0] === 0x82 && input[1]! >> 5 === 2
}

async function readContainer({ bytes: input, layers }: Reading, source: Source): Promise<Capture> {
  const isJson = source.format === 'json' && FORMS.get(firstOf(input)!) === undefined
  const cbor = isJson ? container.cbor.encode(container.json.decode(input)) : input
  const tokens = await Container.decode(cbor)
  const form = isJson ? 'cbor' : (FORMS.get(firstOf(cbor)!) ?? 'cbor')
  const name = isJson ? 'a container in DAG-JSON' : `a container in the form ${form}`
  const words = `${name}${suffixOf(layers)}: ${countsOf(tokens)}`
  return { kind: 'container', words, layers, form, tokens }
}

/** Returns what is wrong with the base64 of a container that can't be decoded. `undefined` for a form without base64. */
function base64ErrorOf(input: Uint8Array): CodecError | undefined {
  const form = FORMS.get(firstOf(input)!)
  if (form === undefined || !form.startsWith('base64')) return undefined
  const text = new TextDecoder().decode(input)
  const isURL = form.startsWith('base64url')
  const foreign = (isURL ? /[^\w\s-]/ : /[^A-Za-z0-9+/=\s]/).exec(text)
  const digits = text.trim().length - 1
  const reason =
    foreign === null
      ? `the ${digits} characters after the first are not canonical ${isURL ? 'base64url' : 'base64'}: the input is truncated or changed`
      : `${quote(foreign[0])} is not a digit of ${isURL ? 'base64url' : 'base64'}`
  const offset = new TextEncoder().encode(text.slice(0, foreign?.index ?? text.length)).length
  return new CodecError({ code: 'syntax', type: 'Container', reason, offset })
}

async function readToken({ bytes: input, layers }: Reading, { format }: Source): Promise<Capture> {
  const isJson = format === 'json'
  const tokens = await decodeToken(isJson ? tokenOfJson(input) : input)
  const [token] = [...tokens.invocations, ...tokens.delegations, ...tokens.receipts]
  const kind = kindOfToken(token!)
  const article = kind === 'invocation' || kind === 'attestation' ? 'an' : 'a'
  const encoded = isJson ? ' in DAG-JSON, re-encoded as CBOR' : ''
  const words = `${article} ${kind}${encoded}${suffixOf(layers)}`
  return { kind: 'token', words, layers, form: undefined, tokens }
}

/** Decodes a token of any kind, as `Container.decode` does. */
async function decodeToken(input: Uint8Array): Promise<DecodedTokens> {
  const tokens = await Container.decode(container.cbor.encode({ 'ctn-v1': [input] }))
  const [unreadable] = tokens.unreadable
  if (unreadable !== undefined) throw unreadable.error
  return tokens
}

function countsOf({ invocations, delegations, receipts, unreadable }: DecodedTokens): string {
  const counts = [
    [invocations.length, 'invocation', 'invocations'],
    [delegations.length, 'delegation', 'delegations'],
    [receipts.length, 'receipt', 'receipts'],
    [unreadable.length, 'unreadable token', 'unreadable tokens'],
  ] as const
  const present = counts.filter(([count]) => count > 0)
  return present.map(([count, one, many]) => counted(count, one, many)).join(', ') || 'no tokens'
}

function valueWords({ type, source }: Inspection, layers: readonly Layer[]): string {
  const format = source.format === 'cbor' ? 'CBOR' : 'DAG-JSON'
  return `a value of the type ${type.name} in ${format}${suffixOf(layers)}`
}

function suffixOf(layers: readonly Layer[]): string {
  if (layers.length === 0) return ''
  return layers[0] === 'header' ? ', from a header X-UCAN-Container' : `, as ${layers.join(' in ')}`
}

function failureOfDamage({ layers, damage }: Reading): Failure {
  const error = new CodecError({ code: 'syntax', type: 'input', reason: damage! })
  return {
    words: `damaged ${layers.join(' in ')}`,
    error,
    source: undefined,
    likelihood: 1,
    isDamagedHex: true,
  }
}

function errorOf(
  failures: readonly Failure[],
  named: CborType<unknown> | undefined,
): CodecError | UnreadableCapture {
  const sorted = [...failures].sort((a, b) => b.likelihood - a.likelihood)
  const best = sorted[0]!
  if (named !== undefined && !best.isDamagedHex) return best.error
  const isAmbiguous = failures.some(({ isDamagedHex }) => isDamagedHex) && failures.length > 1
  const attempts = sorted.map(({ words, error, source }) => ({ words, error, source }))
  const tried = attempts.map(({ words, error }) => `${words}: ${error.message}`).join('; ')
  const message = isAmbiguous
    ? `ambiguous input, and every reading fails: a part of the input may be missing or changed. Readings, the likeliest first: ${tried}`
    : `the input is not a supported capture: expected ${named?.name ?? 'a container, a token, arguments or a result'}, as bytes, hex, base64, base64url or DAG-JSON. Readings, the likeliest first: ${tried}`
  return new UnreadableCapture(message, attempts, isAmbiguous)
}
