import { CodecError, quote } from '../codec/error.js'
import { Container, type DecodedTokens, type Tokens } from '../ucan/container.js'
import type { KeySigner } from '../ucan/cryptography/key-signer.js'
import type { Invocation } from '../ucan/invocation.js'
import type { Signer } from '../ucan/signer.js'
import { ALLOW_ORIGIN, corsHeaders, type Origins } from './cors.js'
import { didDocument, withOwnDocument } from './did-document.js'
import { executor, type ExecutorOptions, type Report } from './executor.js'
import type { Answer } from './handle.js'
import { hasContainer, HEADER, readBody } from './message.js'
import { memoryReceipts } from './receipt-store.js'
import { responseTo } from './response.js'

const MAX_BYTES = 1024 * 1024
const MAX_INVOCATIONS = 100

const DID_PATH = '/.well-known/did.json'
/** The end of the path of a receipt. The CID of a task has 58 digits in base32. */
const RECEIPT_PATH = /\/receipt\/(b[a-z2-7]{58})\/?$/

/** The options of {@link handler}. */
export interface HandlerOptions extends ExecutorOptions {
  /** The limit of a request body, and of the inflated container, in bytes: 1 MiB by default. */
  readonly maxBytes?: number | undefined
  /** The maximum number of invocations for the service in a body: 100 by default. A header may have only one. */
  readonly maxInvocations?: number | undefined
  /**
   * The DID document of the service. It is served at `/.well-known/did.json`, and its
   * keys verify tokens that the service issued. By default, the document is the result of
   * {@link didDocument} for a signer of `Ed25519` or `Secp256k1`. Other signers have no default.
   */
  readonly didDocument?: object | undefined
  /**
   * Whether `GET /receipt/{task}` serves stored receipts to everyone who knows the CID
   * of a task. `false` by default. A CID can't be guessed if the nonce is random.
   */
  readonly serveReceipts?: boolean | undefined
  /** The origins of web pages that may call the service, such as `['https://console.example']`. None by default. */
  readonly origins?: Origins | undefined
}

/** An error that is answered with its status and message, without receipts. */
class BadRequest extends Error {
  readonly status: number
  readonly headers: Record<string, string>

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

/**
 * Returns a service: a function that answers requests of the Fetch API. A `POST` with a
 * container as the body, or a `GET` with a container in the header `X-UCAN-Container`,
 * runs the invocations that are addressed to the service. The response has a receipt for each
 * of these invocations, even if the invocation fails. The response to a malformed
 * request has no receipt.
 *
 * A failure that no handler returned has the name of an `AuthorizationError`, or one of
 * these names of the reference: `HandlerNotFound`, `MalformedArguments`,
 * `HandlerExecutionError`. An invocation whose subject the handler does not accept fails
 * with `InvalidSubject`.
 *
 * @throws {TypeError} for two handlers of one command
 * @see https://github.com/fil-forge/ucan-protocol-specs/blob/main/http-header-ucan-invocation.md
 *
 * @example
 * ```ts
 * import { customer } from '@fil-forge/libforge'
 * import { handle, handler } from '@fil-forge/libforge/http'
 * import { Ed25519 } from '@fil-forge/libforge/ucan'
 *
 * const issuer = await Ed25519.generate()
 *
 * const respond = handler({
 *   issuer,
 *   handlers: [
 *     handle(customer.add, { subject: issuer.did }, async ({ arguments: args }) => {
 *       console.log(`${args.customer} registers`)
 *       return { ok: {} }
 *     }),
 *   ],
 * })
 * const response = await respond(new Request('https://up.example/.well-known/did.json'))
 * response.status // 200
 * ```
 */
export function handler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const { issuer, maxBytes = MAX_BYTES, maxInvocations = MAX_INVOCATIONS } = options
  const { receipts = memoryReceipts(), serveReceipts = false, origins = [] } = options
  const report = reportTo(options.onError ?? logError)
  const document = options.didDocument ?? documentOf(issuer)
  const didResolver = withOwnDocument(issuer.did, document, options.didResolver)
  const execute = executor({ ...options, receipts, onError: report, didResolver })

  async function route(request: Request): Promise<Response> {
    const { method, headers, url } = request
    if (method === 'POST') return await post(request)
    if (method !== 'GET') {
      throw new BadRequest(405, 'expected the method GET or POST', { allow: 'GET, POST' })
    }
    if (headers.has(HEADER)) return await get(request)
    const { pathname } = new URL(url)
    if (document !== undefined && pathname === DID_PATH) return Response.json(document)
    const task = serveReceipts ? RECEIPT_PATH.exec(pathname)?.[1] : undefined
    const stored = task === undefined ? undefined : await receipts.get(task)
    if (stored === undefined) throw new BadRequest(404, 'not found')
    return containerResponse(stored)
  }

  /** Runs the invocations in a body. */
  async function post(request: Request): Promise<Response> {
    if (!hasContainer(request)) {
      throw new BadRequest(415, `expected the content type ${Container.contentType}`)
    }
    const body = await readBody(request, maxBytes).catch(() => {
      throw new BadRequest(400, "the body can't be read")
    })
    if (body === undefined)
      throw new BadRequest(413, `expected a body of at most ${maxBytes} bytes`)
    const tokens = await decodeContainer(body)
    const answers = await execute(invocationsForService(tokens, maxInvocations), {
      tokens,
      request,
    })
    return containerResponse(await Container.encode(tokensOf(answers)))
  }

  /** Runs the invocation in a header. */
  async function get(request: Request): Promise<Response> {
    const tokens = await decodeContainer(new TextEncoder().encode(request.headers.get(HEADER)!))
    const [answer] = await execute(invocationsForService(tokens, 1), { tokens, request })
    if (answer === undefined) {
      throw new BadRequest(400, `expected an invocation for ${issuer.did} in the header`)
    }
    const { receipt, status } = answer
    const response = answer.response ?? responseTo(receipt, { status })
    const container = await Container.encode(tokensOf([answer]), 'base64+gzip')
    response.headers.set(HEADER, new TextDecoder().decode(container))
    return response
  }

  async function decodeContainer(bytes: Uint8Array): Promise<DecodedTokens> {
    try {
      return await Container.decode(bytes, { maxBytes })
    } catch (error) {
      if (error instanceof CodecError) throw new BadRequest(400, error.message)
      throw error
    }
  }

  function invocationsForService({ invocations }: DecodedTokens, limit: number): Invocation[] {
    const own = invocations.filter(({ audience, subject }) => (audience ?? subject) === issuer.did)
    if (own.length <= limit) return own
    const expected = limit === 1 ? '1 invocation' : `${limit} invocations`
    throw new BadRequest(400, `expected at most ${expected}, received ${own.length}`)
  }

  function errorResponse(error: unknown): Response {
    if (error instanceof BadRequest) {
      const { status, message, headers } = error
      return new Response(message, { status, headers })
    }
    report(error)
    return new Response('internal error', { status: 500 })
  }

  return async (request) => {
    const cors = corsHeaders(request, origins)
    const isAllowed = cors.some(([name]) => name === ALLOW_ORIGIN)
    const isPreflight = request.method === 'OPTIONS' && isAllowed
    const response = isPreflight
      ? new Response(null, { status: 204 })
      : await route(request).catch(errorResponse)
    // A response must not allow two origins.
    if (isAllowed) response.headers.delete(ALLOW_ORIGIN)
    for (const [name, value] of cors) response.headers.append(name, value)
    // A cache must use a response to a GET only for requests with the same header.
    if (request.method === 'GET') response.headers.append('vary', HEADER)
    return response
  }
}

/** Returns the DID document of a {@link KeySigner}, and `undefined` for any other signer. */
function documentOf(issuer: Signer): object | undefined {
  return 'keyDID' in issuer ? didDocument(issuer as KeySigner) : undefined
}

/** Returns the receipts, and the tokens that handlers send with them. */
function tokensOf(answers: readonly Answer[]): Tokens {
  const all = answers.map(({ receipt, tokens }) => ({
    ...tokens,
    receipts: [receipt, ...(tokens?.receipts ?? [])],
  }))
  return {
    invocations: all.flatMap(({ invocations = [] }) => invocations),
    delegations: all.flatMap(({ delegations = [] }) => delegations),
    receipts: all.flatMap(({ receipts }) => receipts),
  }
}

function containerResponse(container: Uint8Array): Response {
  return new Response(container as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': Container.contentType },
  })
}

/** Returns a function that calls `onError`, and logs what `onError` itself throws. */
function reportTo(onError: NonNullable<HandlerOptions['onError']>): Report {
  async function report(...reported: Parameters<Report>): Promise<void> {
    try {
      await onError(...reported)
    } catch (error) {
      logError(error, reported[1])
    }
  }
  // An error may throw when it is formatted for the console.
  return (...reported) => void report(...reported).catch(() => {})
}

function logError(error: unknown, invocation?: Invocation): void {
  // The first argument is a format string, so it must not be the command.
  console.error('%s', invocation === undefined ? 'request' : quote(invocation.command), error)
}
