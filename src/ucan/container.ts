import { published, Refusal, within } from '../codec/error.js'
import { tooMany } from '../codec/kind.js'
import { limits } from '../codec/limits.js'
import { fromBase64, fromBase64url, toBase64, toBase64url } from './base64.js'
import { compareBytes } from './byte-order.js'
import { closedStruct } from './closed-struct.js'
import { delegations, type Delegation } from './delegation.js'
import { gunzip, gzip } from './gzip.js'
import { invocations, type Invocation } from './invocation.js'
import { RECEIPT_COMMAND, receipts, type Receipt } from './receipt.js'
import { encode, openEnvelope, ownBytes, type Token } from './token.js'
import { TokenReader } from './token-reader.js'
import { bytes, type Value } from './value.js'

/** The tokens of a container. */
export interface Tokens {
  readonly invocations: readonly Invocation[]
  readonly delegations: readonly Delegation[]
  readonly receipts: readonly Receipt[]
}

/**
 * How a container is written. `cbor` is the body of an HTTP message, of type
 * `application/vnd.ipld.dag-cbor`; the others are the forms of the container
 * specification, of which those in base64 are ASCII, fit for an HTTP header.
 */
export type ContainerForm = 'cbor' | (typeof FORMS)[number]['form']

/** How a form writes the bytes of a container, or reads them: undefined where they aren't so written. */
interface Spelling {
  readonly write: (plain: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
  readonly read: (spelled: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined
}

const raw: Spelling = { write: (plain) => plain, read: (spelled) => spelled }
const base64: Spelling = { write: toBase64, read: fromBase64 }
const base64url: Spelling = { write: toBase64url, read: fromBase64url }

/** The forms that start with a byte of their own. */
const FORMS = [
  { form: 'raw', mark: 0x40, spelling: raw, gzipped: false },
  { form: 'base64', mark: 0x42, spelling: base64, gzipped: false },
  { form: 'base64url', mark: 0x43, spelling: base64url, gzipped: false },
  { form: 'raw+gzip', mark: 0x44, spelling: raw, gzipped: true },
  { form: 'base64+gzip', mark: 0x45, spelling: base64, gzipped: true },
  { form: 'base64url+gzip', mark: 0x46, spelling: base64url, gzipped: true },
] as const

/** The tokens of a container that is being read, by their CIDs, so that each is there once. */
class Found {
  readonly invocations = new Map<string, Invocation>()
  readonly delegations = new Map<string, Delegation>()
  readonly receipts = new Map<string, Receipt>()
}

/** A token that was read and is yet to be hashed, which is a promise. */
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

/** A list of tokens, each as the bytes of its own. */
const tokenList: Value<readonly Unhashed[]> = {
  write(value, writer) {
    const tokens = value as readonly Uint8Array[]
    if (tokens.length > limits.items) throw tooMany(limits.items, 'tokens')
    writer.openList(tokens.length)
    for (const token of tokens) bytes.write(token, writer)
  },
  read(reader) {
    let left = reader.openList()
    if (left > limits.items) throw tooMany(limits.items, 'tokens', reader.at)
    const tokens: Unhashed[] = []
    while ((left = reader.nextItem(left)) >= 0) tokens.push(readToken(reader, tokens.length))
    return tokens
  },
}

function readToken(reader: TokenReader, index: number): Unhashed {
  try {
    // Bytes that are read are a copy.
    return openToken(bytes.read(reader) as Uint8Array<ArrayBuffer>)
  } catch (error) {
    // Where in the token it was, the path tells: the offset is the token's.
    if (error instanceof Refusal) throw within(moved(error, reader.at), index)
    throw error
  }
}

function moved({ code, reason, path }: Refusal, offset: number): Refusal {
  const refusal = new Refusal(code, reason, offset)
  refusal.path.push(...path)
  return refusal
}

/**
 * A map of one entry, whose key is the version.
 *
 * @see https://github.com/ucan-wg/container
 */
const container = /* @__PURE__ */ closedStruct({ 'ctn-v1': tokenList })

const NAME = 'Container'

/** Writes and reads containers of tokens. */
export const Container = {
  /** The media type of a container as CBOR, the body of an HTTP message. */
  contentType: 'application/vnd.ipld.dag-cbor',

  /**
   * Puts tokens in a container: each once, in the order of their bytes.
   *
   * @param form `cbor`, the body of an HTTP message, by default
   * @throws {CodecError} for more than 8,192 tokens, or a token of over 2 MiB
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
    const cbor = encode(NAME, (writer) => container.write({ 'ctn-v1': unique }, writer))
    if (form === 'cbor') return cbor
    const marked = FORMS.find((candidate) => candidate.form === form)
    if (marked === undefined) throw new TypeError(`no form of a container is called ${form}`)
    const spelled = marked.spelling.write(marked.gzipped ? await gzip(cbor) : cbor)
    const out = new Uint8Array(1 + spelled.length)
    out[0] = marked.mark
    out.set(spelled, 1)
    return out
  },

  /**
   * Reads the tokens in a container, of whichever form, each once. They are
   * only read: see {@link verify} for their signatures.
   *
   * @throws {CodecError} for bytes that are no container, a token in it that is
   *   none, more than 8,192 tokens, a token of over 2 MiB, and for gzip that
   *   inflates to over 64 MiB
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
    let unhashed: readonly Unhashed[]
    try {
      const reader = new TokenReader(await cborOf(ownBytes(input)))
      unhashed = container.read(reader)['ctn-v1']
      reader.end()
    } catch (error) {
      throw published(error, NAME)
    }
    const found = new Found()
    for (const hash of unhashed) await hash(found)
    return {
      invocations: [...found.invocations.values()],
      delegations: [...found.delegations.values()],
      receipts: [...found.receipts.values()],
    }
  },
}

/** The CBOR of a container of whichever form. */
async function cborOf(input: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const form = FORMS.find(({ mark }) => mark === input[0])
  if (form === undefined) return input
  const plain = form.spelling.read(input.subarray(1))
  if (plain === undefined) throw new Refusal('syntax', `no ${form.form}`, 1)
  return form.gzipped ? await gunzip(plain, 1) : plain
}
