// A service in a separate process, so that its memory can be measured. It prints its port.
import { createAdaptorServer } from '@hono/node-server'
import { customer } from '@fil-forge/libforge'
import { handle, handler } from '@fil-forge/libforge/http'
import { Ed25519 } from '@fil-forge/libforge/ucan'

const issuer = await Ed25519.fromSeed(new Uint8Array(32).fill(0x11))
let runs = 0

const respond = handler({
  issuer,
  handlers: [
    handle(customer.add, { subject: issuer.did }, async () => {
      runs++
      await new Promise((resolve) => setTimeout(resolve, 200))
      return { ok: {} }
    }),
  ],
})

const server = createAdaptorServer({
  fetch(request) {
    if (!request.url.endsWith('/state')) return respond(request)
    // The peak of the resident memory, in bytes.
    return Response.json({ runs, peak: process.resourceUsage().maxRSS * 1024 })
  },
})
// With a short timeout, a busy client might reuse an idle connection that the service has just closed.
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
