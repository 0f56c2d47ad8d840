import { Issue, toCodecError, tooLong, type CodecError } from '../codec/error.js'
import { bytes } from '../codec/kinds/bytes.js'
import { list } from '../codec/kinds/list.js'
import { closedStruct } from '../codec/kinds/struct.js'
import { fromBase64, fromBase64url, toBase64, toBase64url } from './base64.js'
import { compareBytes } from './byte-order.js'
import { keyOfCID } from './cid.js'
import { delegations, type Delegation } from './delegation.js'
import { gunzip, gzip } from './gzip.js'
import { invocations, type Invocation } from './invocation.js'
import { RECEIPT_COMMAND, receipts, type Receipt } from './receipt.js'
import { copyInput, openEnvelope, type Token } from './token.js'

/** The tokens of a container. */
export interface Tokens {
  readonly invocations: readonly Invocation[]
  readonly delegations: readonly Delegation[]
  readonly receipts: readonly Receipt[]
}

/** A token of a container that can't be decoded, such as one of an unsupported kind. */
export interface UnreadableToken {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The reason. */
  readonly error: CodecError
}

/** The decoded tokens of a container. */
export interface DecodedTokens extends Tokens {
  /** The tokens that can't be decoded. */
  readonly unreadable: readonly UnreadableToken[]
}

/**
 * The encoding of a container. `cbor` is the body of an HTTP message of type
 * `application/vnd.ipld.dag-cbor`. The others are those of the container
 * specification, which start with a header byte. Those in base64 are ASCII, for
 * HTTP headers.
 *
 * @see https://github.com/ucan-wg/container
 */
export type ContainerForm = 'cbor' | (typeof FORMS)[number]['form']

/** A text encoding of bytes. `read` returns `undefined` for invalid input. */
interface Spelling {
  readonly write: (plain: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
  readonly read: (spelled: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined
}

const raw: Spelling = { write: (plain) => plain, read: (spelled) => spelled }
const base64: Spelling = { write: toBase64, read: fromBase64 }
const base64url: Spelling = { write: toBase64url, read: fromBase64url }

/** The forms with a header byte, which is `mark`. */
const FORMS = [
  { form: 'raw', mark: 0x40, spelling: raw, gzipped: false },
  { form: 'base64', mark: 0x42, spelling: base64, gzipped: false },
  { form: 'base64url', mark: 0x43, spelling: base64url, gzipped: false },
  { form: 'raw+gzip', mark: 0x44, spelling: raw, gzipped: true },
  { form: 'base64+gzip', mark: 0x45, spelling: base64, gzipped: true },
  { form: 'base64url+gzip', mark: 0x46, spelling: base64url, gzipped: true },
] as const

/** The default limit of a container, in bytes of CBOR: 8 MiB. */
const SIZE = 8 * 1024 * 1024

/**
 * A container in CBOR: a map of one entry, whose key is the version.
 *
 * @see https://github.com/ucan-wg/container
 */
const container = /* @__PURE__ */ closedStruct('Container', {
  'ctn-v1': /* @__PURE__ */ list(bytes),
})

/** Encodes and decodes containers of tokens. */
export const Container = {
  /** The media type of a container in the form `cbor`. */
  contentType: 'application/vnd.ipld.dag-cbor',

  /**
   * Encodes a container. Tokens are sorted by their bytes, and duplicates are
   * removed.
   *
   * @param form the encoding: `cbor` by default
   * @throws {CodecError} for more than 8,192 tokens, or a token of more than 2 MiB
   * @see https://github.com/ucan-wg/container
   *
   * @example
   * ```ts
   * import { Container, type Delegation, type Invocation } from '@fil-forge/libforge/ucan'
   *
   * async function send(invocation: Invocation, proof: Delegation): Promise<Response> {
   *   return await fetch('https://up.example', {
   *     method: 'POST',
   *     headers: { 'content-type': Container.contentType },
   *     body: await Container.encode({ invocations: [invocation], delegations: [proof] }),
   *   })
   * }
   * ```
   */
  async encode(
    tokens: { readonly [Kind in keyof Tokens]?: Tokens[Kind] | undefined },
    form: ContainerForm = 'cbor',
  ): Promise<Uint8Array<ArrayBuffer>> {
    const all = [tokens.invocations, tokens.delegations, tokens.receipts]
    const sorted = all.flatMap((some) => (some ?? []).map((token) => token.bytes))
    sorted.sort(compareBytes)
    const unique = sorted.filter((token, i) => i === 0 || compareBytes(sorted[i - 1]!, token) !== 0)
    const cbor = container.cbor.encode({ 'ctn-v1': unique }) as Uint8Array<ArrayBuffer>
    if (form === 'cbor') return cbor
    const marked = FORMS.find((candidate) => candidate.form === form)
    if (marked === undefined) throw new TypeError(`unknown form of a container: ${form}`)
    const spelled = marked.spelling.write(marked.gzipped ? await gzip(cbor) : cbor)
    const out = new Uint8Array(1 + spelled.length)
    out[0] = marked.mark
    out.set(spelled, 1)
    return out
  },

  /**
   * Decodes a container. The form is detected. A token that occurs twice is
   * returned once. Signatures and proofs are not checked: see {@link authorize}.
   *
   * A token that can't be decoded is returned in `unreadable`; the others are
   * decoded. ASCII white space around the forms in base64 is ignored.
   *
   * @param options.maxBytes the limit of the container in bytes of CBOR, once
   *   inflated: 8 MiB by default
   * @throws {CodecError} for bytes that are not a container, more than `maxBytes`,
   *   more than 8,192 tokens, and a token of more than 2 MiB
   * @see https://github.com/ucan-wg/container
   *
   * @example
   * ```ts
   * import { Container } from '@fil-forge/libforge/ucan'
   *
   * async function commandsIn(request: Request): Promise<string[]> {
   *   const { invocations } = await Container.decode(await request.arrayBuffer())
   *   return invocations.map(({ command }) => command)
   * }
   * ```
   */
  async decode(
    input: Uint8Array | ArrayBuffer,
    options: { readonly maxBytes?: number | undefined } = {},
  ): Promise<DecodedTokens> {
    const { 'ctn-v1': tokens } = container.cbor.decode(
      await cborOf(input, options.maxBytes ?? SIZE),
    )
    const found: Found = {
      invocations: new Map(),
      delegations: new Map(),
      receipts: new Map(),
      unreadable: [],
    }
    // The decoder copied each token.
    for (const token of tokens) decodeToken(token as Uint8Array<ArrayBuffer>, found)
    return {
      invocations: [...found.invocations.values()],
      delegations: [...found.delegations.values()],
      receipts: [...found.receipts.values()],
      unreadable: found.unreadable,
    }
  },
}

/** Decoded tokens by the key of their CID, without duplicates. */
interface Found {
  readonly invocations: Map<string, Invocation>
  readonly delegations: Map<string, Delegation>
  readonly receipts: Map<string, Receipt>
  readonly unreadable: UnreadableToken[]
}

function decodeToken(source: Uint8Array<ArrayBuffer>, found: Found): void {
  try {
    const envelope = openEnvelope(source)
    if (envelope.tag === delegations.tag) {
      keep(delegations.complete(envelope, delegations.readPayload(envelope)), found.delegations)
      return
    }
    const payload = invocations.readPayload(envelope)
    if (payload.cmd === RECEIPT_COMMAND) keep(receipts.decode(source), found.receipts)
    else keep(invocations.complete(envelope, payload), found.invocations)
  } catch (error) {
    found.unreadable.push({ bytes: source, error: toCodecError(error, 'token') as CodecError })
  }
}

function keep<T extends Token>(token: T, found: Map<string, T>): void {
  found.set(keyOfCID(token.cid), token)
}

/** Returns the CBOR of a container of any form. */
async function cborOf(input: unknown, limit: number): Promise<Uint8Array> {
  try {
    const source = trimText(copyInput(input))
    const form = FORMS.find(({ mark }) => mark === source[0])
    const plain = form === undefined ? source : form.spelling.read(source.subarray(1))
    if (plain === undefined) throw new Issue('syntax', `invalid ${form!.form}`, 1)
    if (form?.gzipped) return await gunzip(plain, limit, 1)
    if (plain.length > limit) throw tooLong('container', limit)
    return plain
  } catch (error) {
    throw toCodecError(error, container.name)
  }
}

/** Removes ASCII white space around a container whose form is text. */
function trimText(source: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let [start, end] = [0, source.length]
  while (isSpace(source[start])) start++
  while (end > start && isSpace(source[end - 1])) end--
  const isText = FORMS.some(({ mark, spelling }) => mark === source[start] && spelling !== raw)
  return isText ? source.subarray(start, end) : source
}

/** Tab, line feed, vertical tab, form feed, carriage return and space. */
function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x09 && byte <= 0x0d) || byte === 0x20)
}
