/**
 * Serves `/customer/add` on loopback with a handler that does nothing, and prints the
 * URL: `node bench/http-server.js libforge|ucanto SEED`.
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

/** Both are served by the same adapter. */
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
    const answer = await service.request({ headers: Object.fromEntries(request.headers), body })
    return new Response(answer.body, { status: answer.status ?? 200, headers: answer.headers })
  }
}
