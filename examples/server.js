// @ts-check
/**
 * What the upload service and Hilt have in common: an HTTP server on loopback,
 * and what must hold before an invocation is run.
 *
 * @import { DID } from '@fil-forge/libforge'
 * @import { Delegation, Invocation, Receipt } from '@fil-forge/libforge/ucan'
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { CodecError, Failure } from '@fil-forge/libforge'
import { Container, verify } from '@fil-forge/libforge/ucan'
import { verifier } from './verifier.js'

/** The longest body that is taken, in bytes. */
const LONGEST = 256 * 1024

/** @typedef {{ status?: number, headers?: Record<string, string>, body: Uint8Array }} Answer */
/** @typedef {(body: Uint8Array, headers: Record<string, string>) => Promise<Answer>} Route */

/** Why a request was not run: a status of HTTP, and a failure's name and message. */
class Refused extends Error {
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
 * Serves on loopback what is posted, by its content type.
 *
 * @param {number} port 0 for any that is free
 * @param {Record<string, Route>} routes
 */
export async function listen(port, routes) {
  const server = createServer(async (request, response) => {
    /** @type {Uint8Array[]} */
    const chunks = []
    let size = 0
    try {
      // What is too long is read to its end and dropped, so that the answer arrives.
      for await (const chunk of request) if ((size += chunk.length) <= LONGEST) chunks.push(chunk)
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      const route = new Map(Object.entries(routes)).get(headers['content-type'] ?? '')
      if (request.method !== 'POST') throw new Refused(405, 'MethodNotAllowed', 'expected a POST')
      if (size > LONGEST) throw new Refused(413, 'TooLong', `expected ${LONGEST} bytes at most`)
      if (route === undefined) {
        const expected = `expected ${Object.keys(routes).join(' or ')}`
        throw new Refused(415, 'UnsupportedMediaType', expected)
      }
      const answer = await route(Buffer.concat(chunks), headers)
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body)
    } catch (error) {
      // Whoever hung up gets no answer.
      if (!request.complete) return
      const refused = refusalOf(error)
      response.writeHead(refused.status, { 'content-type': 'application/json' })
      response.end(Failure.json.encode({ name: refused.name, message: refused.message }))
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
 * @returns {Refused}
 */
function refusalOf(error) {
  if (error instanceof Refused) return error
  if (error instanceof CodecError) return new Refused(400, 'MalformedRequest', error.message)
  console.error(error)
  return new Refused(500, 'InternalError', 'something went wrong here')
}

/**
 * Serves containers of UCAN 1.0: runs the invocations, once each of them is
 * known to be authorized, and answers with their receipts. What isn't
 * authorized gets no receipt, since a receipt names the task, which may as well
 * be asked for by somebody who is.
 *
 * @param {string} service the DID that invocations are to be for
 * @param {(invocation: Invocation) => Promise<Receipt>} run
 * @returns {Route}
 */
export function containers(service, run) {
  return async (body) => {
    const { invocations, delegations } = await Container.decode(body)
    if (invocations.length === 0) throw new Refused(400, 'MalformedRequest', 'nothing is invoked')
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
 * Throws unless the subject lets the issuer invoke this, through the proofs.
 * It leaves out: policies (a delegation that has one is refused), revocation,
 * and finding the keys of a DID that isn't a `did:key` (its tokens are refused).
 *
 * @param {Invocation} invocation
 * @param {readonly Delegation[]} delegations
 * @param {string} service
 */
async function authorize(invocation, delegations, service) {
  const { issuer, subject, audience, command, expiration } = invocation
  if (audience !== undefined && audience !== service) throw unauthorized(`it is for ${audience}`)
  await authenticate(invocation, issuer)
  inTime(expiration)
  let holder = subject
  for (const cid of invocation.proofs) {
    const proof = delegations.find((delegation) => delegation.cid.equals(cid))
    if (proof === undefined) throw unauthorized(`the proof ${cid} isn't there`)
    if (proof.issuer !== holder) throw unauthorized(`the proof ${cid} isn't from ${holder}`)
    if (proof.subject !== null && proof.subject !== subject) {
      throw unauthorized(`the proof ${cid} is about ${proof.subject}`)
    }
    if (!`${command}/`.startsWith(proof.command === '/' ? '/' : `${proof.command}/`)) {
      throw unauthorized(`the proof ${cid} is for ${proof.command}`)
    }
    if (proof.policy.length > 0) throw unauthorized(`nobody here can check the policy of ${cid}`)
    await authenticate(proof, proof.issuer)
    inTime(proof.expiration, proof.notBefore)
    holder = proof.audience
  }
  if (issuer !== holder) throw unauthorized(`${issuer} has it from nobody, but ${holder} may`)
}

/**
 * @param {Invocation | Delegation} token
 * @param {DID} issuer
 */
async function authenticate(token, issuer) {
  // It throws where the issuer has no key that can be found.
  const signed = await verify(token, { verifier }).catch(() => false)
  if (!signed) throw unauthorized(`${token.cid} isn't signed by ${issuer}`)
}

/**
 * @param {number | undefined} expiration
 * @param {number} [notBefore]
 */
function inTime(expiration = Infinity, notBefore = 0) {
  const now = Date.now() / 1000
  if (now >= expiration) throw new Refused(403, 'Expired', `it ended at ${expiration}`)
  if (now < notBefore) throw new Refused(403, 'TooEarly', `it begins at ${notBefore}`)
}

/** @param {string} message */
function unauthorized(message) {
  return new Refused(403, 'Unauthorized', message)
}
