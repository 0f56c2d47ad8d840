// @ts-check
/**
 * The server that the upload service and Hilt share: HTTP on loopback, and the
 * authorization of invocations.
 *
 * @import { DID } from '@fil-forge/libforge'
 * @import { Invocation, Receipt } from '@fil-forge/libforge/ucan'
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { CodecError, Failure } from '@fil-forge/libforge'
import { AuthorizationError, authorize, Container } from '@fil-forge/libforge/ucan'

/** The maximum length of a body, in bytes. */
const MAX_BODY = 256 * 1024

/** @typedef {{ status?: number, headers?: Record<string, string>, body: Uint8Array }} Reply */
/** @typedef {(body: Uint8Array, headers: Record<string, string>) => Promise<Reply>} Route */

/** An error that rejects a request with an HTTP status and a failure. */
class RequestError extends Error {
  /**
   * @param {number} status
   * @param {string} name
   * @param {string} message
   */
  constructor(status, name, message) {
    super(message)
    this.status = status
    this.name = name
  }
}

/**
 * Serves POST requests on loopback, by their content type.
 *
 * @param {number} port 0 for any free port
 * @param {Record<string, Route>} routes
 */
export async function listen(port, routes) {
  const server = createServer(async (request, response) => {
    /** @type {Uint8Array[]} */
    const chunks = []
    let size = 0
    try {
      // A body that is too long is read to its end, so that the client receives the response.
      for await (const chunk of request) if ((size += chunk.length) <= MAX_BODY) chunks.push(chunk)
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      const route = new Map(Object.entries(routes)).get(headers['content-type'] ?? '')
      if (request.method !== 'POST')
        throw new RequestError(405, 'MethodNotAllowed', 'expected a POST')
      if (size > MAX_BODY)
        throw new RequestError(413, 'TooLong', `expected ${MAX_BODY} bytes at most`)
      if (route === undefined) {
        const expected = `expected ${Object.keys(routes).join(' or ')}`
        throw new RequestError(415, 'UnsupportedMediaType', expected)
      }
      const reply = await route(Buffer.concat(chunks), headers)
      response.writeHead(reply.status ?? 200, reply.headers).end(reply.body)
    } catch (error) {
      // The client closed the connection.
      if (!request.complete) return
      const { status, name, message } = requestErrorOf(error)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(Failure.json.encode({ name, message }))
    }
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * @param {unknown} error
 * @returns {RequestError}
 */
function requestErrorOf(error) {
  if (error instanceof RequestError) return error
  if (error instanceof AuthorizationError) return new RequestError(403, error.name, error.message)
  if (error instanceof CodecError) return new RequestError(400, 'MalformedRequest', error.message)
  console.error(error)
  return new RequestError(500, 'InternalError', 'internal error')
}

/**
 * Serves containers of UCAN 1.0: authorizes all invocations, executes them, and
 * responds with their receipts. An unauthorized invocation gets no receipt: a
 * receipt belongs to a task, and an authorized issuer may invoke the same task.
 *
 * @param {DID} service the DID of the audience
 * @param {(invocation: Invocation) => Promise<Receipt>} run executes an invocation
 * @returns {Route}
 */
export function containers(service, run) {
  return async (body) => {
    const { invocations, delegations } = await Container.decode(body)
    if (invocations.length === 0)
      throw new RequestError(400, 'MalformedRequest', 'expected an invocation')
    for (const invocation of invocations) {
      await authorize(invocation, { audience: service, proofs: delegations })
    }
    const receipts = []
    for (const invocation of invocations) receipts.push(await run(invocation))
    return {
      headers: { 'content-type': Container.contentType },
      body: await Container.encode({ receipts }),
    }
  }
}
