import { Issue, toCodecError } from '../codec/error.js'
import { Kind, kindOf } from '../codec/kind.js'
import { bytes } from '../codec/kinds/bytes.js'
import { list } from '../codec/kinds/list.js'
import { StructKind } from '../codec/kinds/struct.js'
import { limits } from '../codec/limits.js'
import type { Reader } from '../codec/reader.js'
import type { Writer } from '../codec/writer.js'
import { fromBase64, fromBase64url, toBase64, toBase64url } from './base64.js'
import { compareBytes } from './byte-order.js'
import { delegations, type Delegation } from './delegation.js'
import { gunzip, gzip } from './gzip.js'
import { invocations, type Invocation } from './invocation.js'
import { RECEIPT_COMMAND, receipts, type Receipt } from './receipt.js'
import { copyInput, encode, openEnvelope, type Token } from './token.js'

/** The tokens of a container. */
export interface Tokens {
  readonly invocations: readonly Invocation[]
  readonly delegations: readonly Delegation[]
  readonly receipts: readonly Receipt[]
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

/** The decoded tokens of a container by CID, without duplicates. */
class Found {
  readonly invocations = new Map<string, Invocation>()
  readonly delegations = new Map<string, Delegation>()
  readonly receipts = new Map<string, Receipt>()
}

/** A decoded token. Calling it hashes the token, which is asynchronous, and adds it to `found`. */
type Unhashed = (found: Found) => Promise<unknown>

function openToken(source: Uint8Array<ArrayBuffer>): Unhashed {
  const envelope = openEnvelope(source)
  if (envelope.tag === delegations.tag) {
    const delegation = delegations.open(envelope)
    return async (found) => keep(await delegations.complete(delegation), found.delegations)
  }
  const invocation = invocations.open(envelope)
  if (invocation.payload.cmd === RECEIPT_COMMAND) {
    const receipt = receipts.open(openEnvelope(source))
    return async (found) => keep(await receipts.complete(receipt), found.receipts)
  }
  return async (found) => keep(await invocations.complete(invocation), found.invocations)
}

function keep<T extends Token>(token: T, found: Map<string, T>): void {
  found.set(token.cid.toString(), token)
}

/** A token in a container: a byte string whose content is decoded as well. */
class ContainedKind extends Kind<Unhashed> {
  constructor() {
    super('token')
  }

  write(value: unknown, writer: Writer): void {
    kindOf(bytes).write(value, writer)
  }

  read(reader: Reader): Unhashed {
    const token = reader.bytes(limits.bytes)
    try {
      return openToken(token)
    } catch (error) {
      if (!(error instanceof Issue)) throw error
      // The offset is that of the token in the container. The path is that in the token.
      const moved = new Issue(error.code, error.reason, reader.at)
      moved.path.push(...error.path)
      throw moved
    }
  }
}

/**
 * A container in CBOR: a map of one entry, whose key is the version.
 *
 * @see https://github.com/ucan-wg/container
 */
const container = /* @__PURE__ */ new StructKind<{ 'ctn-v1': readonly Unhashed[] }>(
  'Container',
  { 'ctn-v1': /* @__PURE__ */ list(/* @__PURE__ */ new ContainedKind()) },
  true,
)

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
    const cbor = encode('Container', (writer) => container.write({ 'ctn-v1': unique }, writer))
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
   * returned once. Signatures are not verified: see {@link verify}.
   *
   * @throws {CodecError} for bytes that are not a container, a malformed token,
   *   more than 8,192 tokens, a token of more than 2 MiB, and gzip that inflates
   *   to more than 64 MiB
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
  async decode(input: Uint8Array | ArrayBuffer): Promise<Tokens> {
    const { 'ctn-v1': unhashed } = container.cbor.decode(await cborOf(input))
    const found = new Found()
    for (const hash of unhashed) await hash(found)
    return {
      invocations: [...found.invocations.values()],
      delegations: [...found.delegations.values()],
      receipts: [...found.receipts.values()],
    }
  },
}

/** Returns the CBOR of a container of any form. */
async function cborOf(input: unknown): Promise<Uint8Array> {
  try {
    const source = copyInput(input)
    const form = FORMS.find(({ mark }) => mark === source[0])
    if (form === undefined) return source
    const plain = form.spelling.read(source.subarray(1))
    if (plain === undefined) throw new Issue('syntax', `invalid ${form.form}`, 1)
    return form.gzipped ? await gunzip(plain, 1) : plain
  } catch (error) {
    throw toCodecError(error, container.name)
  }
}
