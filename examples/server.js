// @ts-check
/**
 * The server that the upload service and Hilt share: HTTP on loopback, and the
 * authorization of invocations.
 *
 * @import { DID } from '@fil-forge/libforge'
 * @import { Delegation, Invocation, Receipt } from '@fil-forge/libforge/ucan'
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { CodecError, Failure } from '@fil-forge/libforge'
import { Container, verify } from '@fil-forge/libforge/ucan'
import { verifier } from './verifier.js'

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
  if (error instanceof CodecError) return new RequestError(400, 'MalformedRequest', error.message)
  console.error(error)
  return new RequestError(500, 'InternalError', 'internal error')
}

/**
 * Serves containers of UCAN 1.0: authorizes all invocations, executes them, and
 * responds with their receipts. An unauthorized invocation gets no receipt: a
 * receipt belongs to a task, and an authorized issuer may invoke the same task.
 *
 * @param {string} service the DID of the audience
 * @param {(invocation: Invocation) => Promise<Receipt>} run executes an invocation
 * @returns {Route}
 */
export function containers(service, run) {
  return async (body) => {
    const { invocations, delegations } = await Container.decode(body)
    if (invocations.length === 0)
      throw new RequestError(400, 'MalformedRequest', 'expected an invocation')
    for (const invocation of invocations) await authorize(invocation, delegations, service)
    const receipts = []
    for (const invocation of invocations) receipts.push(await run(invocation))
    return {
      headers: { 'content-type': Container.contentType },
      body: await Container.encode({ receipts }),
    }
  }
}

/**
 * Throws unless the proofs are a chain of delegations from the subject to the
 * issuer. Not implemented: policies (a delegation with one is rejected),
 * revocation, and resolution of DIDs other than `did:key` (their tokens are
 * rejected).
 *
 * @param {Invocation} invocation
 * @param {readonly Delegation[]} delegations
 * @param {string} service
 */
async function authorize(invocation, delegations, service) {
  const { issuer, subject, audience, command, expiration } = invocation
  if (audience !== undefined && audience !== service)
    throw unauthorized(`the audience is ${audience}`)
  await authenticate(invocation, issuer)
  checkTime(expiration)
  let holder = subject
  for (const cid of invocation.proofs) {
    const proof = delegations.find((delegation) => delegation.cid.equals(cid))
    if (proof === undefined) throw unauthorized(`missing proof ${cid}`)
    if (proof.issuer !== holder)
      throw unauthorized(`proof ${cid}: expected the issuer ${holder}, received ${proof.issuer}`)
    if (proof.subject !== null && proof.subject !== subject) {
      throw unauthorized(`proof ${cid}: expected the subject ${subject}, received ${proof.subject}`)
    }
    if (!`${command}/`.startsWith(proof.command === '/' ? '/' : `${proof.command}/`)) {
      throw unauthorized(`proof ${cid}: the command is ${proof.command}`)
    }
    if (proof.policy.length > 0) throw unauthorized(`proof ${cid}: policies are not supported`)
    await authenticate(proof, proof.issuer)
    checkTime(proof.expiration, proof.notBefore)
    holder = proof.audience
  }
  if (issuer !== holder)
    throw unauthorized(`the proof chain ends at ${holder}, not at the issuer ${issuer}`)
}

/**
 * Throws unless the issuer signed the token.
 *
 * @param {Invocation | Delegation} token
 * @param {DID} issuer
 */
async function authenticate(token, issuer) {
  // `verify` throws for an issuer that is not a did:key.
  const signed = await verify(token, { verifier }).catch(() => false)
  if (!signed) throw unauthorized(`${token.cid}: the signature is not by ${issuer}`)
}

/**
 * @param {number | undefined} expiration in Unix seconds
 * @param {number} [notBefore] in Unix seconds
 */
function checkTime(expiration = Infinity, notBefore = 0) {
  const now = Date.now() / 1000
  if (now >= expiration) throw new RequestError(403, 'Expired', `expired at ${expiration}`)
  if (now < notBefore) throw new RequestError(403, 'TooEarly', `not valid before ${notBefore}`)
}

/** @param {string} message */
function unauthorized(message) {
  return new RequestError(403, 'Unauthorized', message)
}
