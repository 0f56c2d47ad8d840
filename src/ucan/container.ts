import { Issue, toCodecError, tooLong, tooMany, type CodecError } from '../codec/error.js'
import { bytes } from '../codec/kinds/bytes.js'
import { list } from '../codec/kinds/list.js'
import { closedStruct } from '../codec/kinds/struct.js'
import { fromBase64, fromBase64url, toBase64, toBase64url } from './base64.js'
import { compareBytes } from './compare-bytes.js'
import { keyOfCID } from './cid.js'
import { dataLimits, itemBudget, type ItemBudget } from './data.js'
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

/** A token that can't be decoded, such as one of an unsupported kind. */
export interface UnreadableToken {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The reason why the token can't be decoded. */
  readonly error: CodecError
}

/** The decoded tokens of a container. */
export interface DecodedTokens extends Tokens {
  /** The tokens that can't be decoded. */
  readonly unreadable: readonly UnreadableToken[]
}

/**
 * The encoding of a container. `cbor` is the body of an HTTP message of type
 * `application/vnd.ipld.dag-cbor`. The other forms start with the header byte of
 * the container specification. The forms in base64 are ASCII, for HTTP headers.
 *
 * @see https://github.com/ucan-wg/container
 */
export type ContainerForm = 'cbor' | (typeof FORMS)[number]['form']

/** An encoding of the bytes after the header byte. `decode` returns `undefined` for invalid input. */
interface Encoding {
  readonly encode: (plain: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
  readonly decode: (encoded: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined
}

const raw: Encoding = { encode: (plain) => plain, decode: (encoded) => encoded }
const base64: Encoding = { encode: toBase64, decode: fromBase64 }
const base64url: Encoding = { encode: toBase64url, decode: fromBase64url }

/** The forms that start with a header byte. */
const FORMS = [
  { form: 'raw', header: 0x40, encoding: raw, gzipped: false },
  { form: 'base64', header: 0x42, encoding: base64, gzipped: false },
  { form: 'base64url', header: 0x43, encoding: base64url, gzipped: false },
  { form: 'raw+gzip', header: 0x44, encoding: raw, gzipped: true },
  { form: 'base64+gzip', header: 0x45, encoding: base64, gzipped: true },
  { form: 'base64url+gzip', header: 0x46, encoding: base64url, gzipped: true },
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
   * @throws {CodecError} `too-many` for more than 8,192 distinct tokens, `too-long` for
   *   a token of more than 2 MiB
   * @throws {TypeError} for an unknown form
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
    const found = FORMS.find((candidate) => candidate.form === form)
    if (found === undefined) {
      throw new TypeError(`expected a container form such as cbor or base64url, received ${form}`)
    }
    const encoded = found.encoding.encode(found.gzipped ? await gzip(cbor) : cbor)
    const out = new Uint8Array(1 + encoded.length)
    out[0] = found.header
    out.set(encoded, 1)
    return out
  },

  /**
   * Decodes a container. The form is detected. ASCII white space around the forms in
   * base64 is ignored. Signatures and proofs are not checked: see {@link authorize}.
   *
   * A token that can't be decoded is returned in `unreadable`. The other tokens are
   * still decoded. A decoded token that occurs twice is returned once.
   *
   * @param options.maxBytes the limit of the container in bytes of CBOR, once
   *   inflated: 8 MiB by default
   * @throws {CodecError} `too-long` for more than `maxBytes`, or a token of more than
   *   2 MiB. `too-many` for more than 8,192 tokens, or more than 131,072 items in
   *   total in `meta`, policies, proofs and causes. A proof or `cause` counts as four items.
   *   A link in `meta` or in a policy counts as five. For an input that is not a container,
   *   the code is `wrong-type`, `missing-field`, `unknown-field`, `duplicate-key`,
   *   `not-canonical`, `truncated`, `trailing-data`, `syntax`, `too-long` or `too-many`
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
    const found = nothing()
    const items = itemBudget()
    for (const token of tokens) {
      // Each token owns its buffer: the decoder copies byte strings.
      decodeToken(token as Uint8Array<ArrayBuffer>, found, items)
      if (items.left < 0) throw tooManyItems()
    }
    return {
      invocations: [...found.invocations.values()],
      delegations: [...found.delegations.values()],
      receipts: [...found.receipts.values()],
      unreadable: found.unreadable,
    }
  },
}

/** The tokens decoded so far. The keys of the maps are the CIDs of the tokens. */
interface Found {
  readonly invocations: Map<string, Invocation>
  readonly delegations: Map<string, Delegation>
  readonly receipts: Map<string, Receipt>
  readonly unreadable: UnreadableToken[]
}

function nothing(): Found {
  return { invocations: new Map(), delegations: new Map(), receipts: new Map(), unreadable: [] }
}

/** The number of items of each counted token, by its bytes. */
const counts = /* @__PURE__ */ new WeakMap<Uint8Array, number>()

/** Returns the number of items that distinct tokens have in a container: see `Container.decode`. */
export function itemsOf(tokens: readonly Token[]): number {
  const distinct = new Map(tokens.map(({ cid, bytes: source }) => [keyOfCID(cid), source]))
  let items = 0
  for (const source of distinct.values()) {
    const count = counts.get(source) ?? countItems(source)
    counts.set(source, count)
    items += count
  }
  return items
}

function countItems(token: Uint8Array<ArrayBuffer>): number {
  const items = itemBudget()
  decodeToken(token, nothing(), items)
  return dataLimits.containerItems - items.left
}

function tooManyItems(): Error {
  const issue = tooMany('items in meta, policies, proofs and causes', dataLimits.containerItems)
  return toCodecError(issue, container.name) as CodecError
}

function decodeToken(source: Uint8Array<ArrayBuffer>, found: Found, items: ItemBudget): void {
  try {
    const envelope = openEnvelope(source, items)
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
    const source = trimBase64(copyInput(input))
    const form = FORMS.find(({ header }) => header === source[0])
    const plain = form === undefined ? source : form.encoding.decode(source.subarray(1))
    if (plain === undefined) throw new Issue('syntax', invalidBase64(form!.form), 1)
    if (form?.gzipped) return await gunzip(plain, limit, 1)
    // Written so that a limit of `NaN` rejects everything.
    if (!(plain.length <= limit)) throw tooLong('container', limit)
    return plain
  } catch (error) {
    throw toCodecError(error, container.name)
  }
}

function invalidBase64(form: ContainerForm): string {
  return form.startsWith('base64url')
    ? 'invalid base64url: expected canonical digits without padding'
    : 'invalid base64: expected canonical digits with padding'
}

/** Removes ASCII white space around a container in base64. */
function trimBase64(source: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let [start, end] = [0, source.length]
  while (isSpace(source[start])) start++
  while (isSpace(source[end - 1])) end--
  const isASCII = FORMS.some(({ header, encoding }) => header === source[start] && encoding !== raw)
  return isASCII ? source.subarray(start, end) : source
}

/** Returns whether a byte is a tab, line feed, vertical tab, form feed, carriage return or space. */
function isSpace(byte = 0): boolean {
  return (byte >= 0x09 && byte <= 0x0d) || byte === 0x20
}
