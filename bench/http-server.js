/**
 * Serves `/customer/add` on loopback, with a handler that returns an empty result.
 * Prints the URL. Usage: `node bench/http-server.js libforge|ucanto SEED`. SEED is the
 * seed of the service's Ed25519 key, 32 bytes in hex.
 */
import { createAdaptorServer } from '@hono/node-server'
import * as ed25519 from '@ucanto/principal/ed25519'
import * as Server from '@ucanto/server'
import { CAR } from '@ucanto/transport'
import { customer } from '../dist/index.js'
import { handle, handler } from '../dist/http/index.js'
import { Ed25519 } from '../dist/ucan/index.js'
import * as ucanto from '../dist/ucanto/index.js'

const [kind, hex] = process.argv.slice(2)
const seed = Buffer.from(hex, 'hex')

// Both libraries use the same adapter, so that the benchmark does not compare adapters.
const server = createAdaptorServer({
  fetch: kind === 'ucanto' ? await ofUcanto() : await ofLibforge(),
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))

async function ofLibforge() {
  const issuer = await Ed25519.fromSeed(seed)
  const add = handle(customer.add, { subject: issuer.did }, () => ({ ok: {} }))
  return handler({ issuer, handlers: [add] })
}

async function ofUcanto() {
  const add = Server.provide(ucanto.customer.add, () => ({ ok: {} }))
  const service = Server.create({
    id: await ed25519.derive(seed),
    service: { customer: { add } },
    codec: CAR.inbound,
    validateAuthorization: () => ({ ok: {} }),
  })
  return async (request) => {
    const body = new Uint8Array(await request.arrayBuffer())
    const response = await service.request({ headers: Object.fromEntries(request.headers), body })
    return new Response(response.body, {
      status: response.status ?? 200,
      headers: response.headers,
    })
  }
}
