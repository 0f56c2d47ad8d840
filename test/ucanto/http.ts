import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Client from '@ucanto/client'
import type { ConnectionView, PrincipalResolver, Signer } from '@ucanto/interface'
import * as Server from '@ucanto/server'
import { CAR, HTTP } from '@ucanto/transport'

export interface Running<S extends object> extends AsyncDisposable {
  readonly connection: ConnectionView<S>
}

/** Serves a ucanto service over HTTP on loopback, and connects a client to the service. */
export async function serve<S extends object>(
  id: Signer,
  service: S,
  resolver: PrincipalResolver = {},
): Promise<Running<S>> {
  const ucanto = Server.create<Record<string, unknown>>({
    id,
    service: service as object as Record<string, unknown>,
    codec: CAR.inbound,
    validateAuthorization: () => ({ ok: {} }),
    ...resolver,
  })
  const http = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk as Uint8Array)
    const answer = await ucanto.request({
      headers: plain(request.headers),
      body: Buffer.concat(chunks) as never,
    })
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body)
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  return {
    connection: Client.connect<Record<string, unknown>>({
      id,
      codec: CAR.outbound,
      channel: HTTP.open({ url: new URL(`http://127.0.0.1:${port}`) }),
    }) as ConnectionView<S>,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
