import { quote } from '../codec/error.js'
import type { DIDResolver } from './did-resolver.js'
import { cancelBody, readStream } from './read-stream.js'

/** The timeout of a request, in milliseconds. */
const TIMEOUT = 10_000
/** The limit of a DID document, in bytes: 64 KiB. */
const MAX_BYTES = 65_536

const DID_PLC = /^did:plc:[a-z2-7]{24}$/
/** A segment of the path of a `did:web` (DID Core, section 3.1). A path with an empty segment or a backslash could name another host. */
const SEGMENT = /^(?:[\w.-]|%[\da-f]{2})+$/i

/** The options of {@link httpDIDResolver}. */
export interface HTTPDIDResolverOptions {
  /**
   * The origins whose `did:web` DIDs are resolved, such as `https://up.example`. Empty by
   * default. A token can name any DID. Without this list, the sender of a token could
   * make a service send requests to any host, also in a private network.
   */
  readonly web?: readonly string[] | undefined
  /**
   * The URL of a directory of `did:plc`, without a slash at the end, such as
   * `https://plc.directory`. No `did:plc` is resolved by default.
   */
  readonly plc?: string | undefined
  /** The function that sends requests: the global `fetch` by default. */
  readonly fetch?: typeof fetch | undefined
}

/**
 * Returns a resolver that fetches the DID documents of `did:web` and `did:plc`.
 * Its `resolve` throws an `Error` for a DID that the options do not cover, and for a
 * document that can't be fetched or parsed. It follows no redirect, waits for at most
 * 10 seconds, and rejects documents of more than 64 KiB. Documents are not cached.
 *
 * @see https://w3c-ccg.github.io/did-method-web/
 * @see https://web.plc.directory/spec/v0.1/did-plc
 *
 * @example
 * ```ts
 * import { authorize, httpDIDResolver, type Invocation } from '@fil-forge/libforge/ucan'
 *
 * const didResolver = httpDIDResolver({
 *   web: ['https://hilt.example'],
 *   plc: 'https://plc.directory',
 * })
 *
 * async function check(invocation: Invocation): Promise<void> {
 *   await authorize(invocation, { audience: 'did:web:up.example', proofs: [], didResolver })
 * }
 * ```
 */
export function httpDIDResolver({
  web = [],
  plc,
  fetch: send = fetch,
}: HTTPDIDResolverOptions): DIDResolver {
  return {
    async resolve(did) {
      const url = urlOf(did, web, plc)
      const controller = new AbortController()
      let timer: ReturnType<typeof setTimeout> | undefined
      // A custom `fetch` may ignore the signal.
      const timeout = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          const error = new Error(`no DID document within ${TIMEOUT / 1000} seconds from ${url}`)
          controller.abort(error)
          reject(error)
        }, TIMEOUT)
      })
      try {
        const document = fetchDocument(url, send, controller.signal)
        return { didDocument: await Promise.race([document, timeout]) }
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

async function fetchDocument(url: URL, send: typeof fetch, signal: AbortSignal): Promise<object> {
  const response = await send(url, {
    headers: { accept: 'application/did+json, application/json' },
    // With `redirect: 'error'`, Node 20 ignores the signal after a garbage collection.
    redirect: 'manual',
    signal,
  })
  if (response.status !== 200) {
    await cancelBody(response)
    throw new Error(`expected status 200 from ${url}, received ${response.status}`)
  }
  return await documentIn(response, signal)
}

function urlOf(did: string, origins: readonly string[], directory: string | undefined): URL {
  const [, method, ...segments] = did.split(':')
  if (directory !== undefined && DID_PLC.test(did)) return new URL(`${directory}/${did}`)
  if (method !== 'web')
    throw new Error(
      `expected did:web, or valid did:plc if the option plc is set, received did:${method}`,
    )
  const host = hostOf(segments[0] ?? '')
  const origin = origins.map((url) => new URL(url)).find((url) => url.host === host)
  if (origin === undefined)
    throw new Error(`expected a host that the option web lists, received ${quote(host)}`)
  const invalid = segments.slice(1).find((segment) => !SEGMENT.test(segment))
  if (invalid !== undefined) {
    throw new Error(`expected segments of A-Z, a-z, 0-9, . - _ and %XX, received ${quote(invalid)}`)
  }
  const path = segments.length > 1 ? segments.slice(1).join('/') : '.well-known'
  return new URL(`/${path}/did.json`, origin)
}

/** Decodes the host of a `did:web`. Its port follows `%3A`. */
function hostOf(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new Error(`expected a host in percent-encoded UTF-8, received ${quote(segment)}`)
  }
}

async function documentIn({ body }: Response, signal: AbortSignal): Promise<object> {
  const bytes = body === null ? undefined : await readStream(body, MAX_BYTES, signal)
  if (bytes === undefined)
    throw new Error(`the DID document is empty or exceeds ${MAX_BYTES} bytes`)
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as object
}
