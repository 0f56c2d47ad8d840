import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { customer, type DID } from '../../src/index.js'
import type { ExecuteOptions } from '../../src/http/index.js'
import {
  delegate,
  Ed25519,
  invoke,
  type Delegation,
  type InvokeOptions,
} from '../../src/ucan/index.js'

/** A server on loopback. */
export interface Running extends AsyncDisposable {
  readonly url: string
}

/** Serves a function from `Request` to `Response` over HTTP, with the Node adapter that README uses. */
export async function serve(
  respond: (request: Request) => Response | Promise<Response>,
): Promise<Running> {
  // By default the adapter replaces `Request` and `Response` in the whole process.
  const server = createAdaptorServer({ fetch: respond, overrideGlobalObjects: false })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const service = await Ed25519.fromSeed(new Uint8Array(32).fill(0x11))
export const hilt = await Ed25519.fromSeed(new Uint8Array(32).fill(0x12))
export const stranger = await Ed25519.fromSeed(new Uint8Array(32).fill(0x13))

export const customerArgs: customer.AddArguments = {
  customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  product: 'did:web:free.web3.storage',
  details: { external_id: 'f1:1', region: 'us-east-1' },
}

export const proof: Delegation = await delegate(customer.add, {
  issuer: service,
  audience: hilt.did,
  subject: service.did,
  expiration: null,
})

/** Returns an invocation of `/customer/add`. By default, the issuer is Hilt and the subject is the service. */
export async function addCustomer(
  options: Partial<InvokeOptions<customer.AddArguments>> = {},
): ReturnType<typeof invoke> {
  return await invoke(customer.add, {
    issuer: hilt,
    subject: service.did as DID,
    arguments: customerArgs,
    proofs: [proof],
    ...options,
  })
}

/** Returns the options of a client that sends the proof. */
export function to({ url }: Running): ExecuteOptions {
  return { url, proofs: [proof] }
}
