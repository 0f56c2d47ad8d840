import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from './hex.js'
import { customer, emptyCommand, provider, s3, ucan, type Command } from './library.js'
import type { Reply, TokenInfo } from './protocol.js'
import { needsGo, startSession } from './session.js'
import { principalOf } from './tokens.js'

const reference = startSession()

const service = await principalOf({ seed: '11'.repeat(32), signatureType: 'Ed25519' })
const hilt = await principalOf({ seed: '12'.repeat(32), signatureType: 'ES256K' })

const customerArgs: customer.AddArguments = {
  customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  product: 'did:web:free.web3.storage',
  details: { external_id: 'f1:1', region: 'us-east-1' },
}
const providerArgs: provider.AddArguments = {
  provider: 'did:web:up.example',
  consumer: 'did:web:bucket.example',
}

const CALLS: readonly (readonly [Command, object])[] = [
  [customer.add, customerArgs],
  [provider.add, providerArgs],
]

/** Returns an invocation by Hilt whose subject is the service, with a delegation by the service by default. */
async function invocationOf(command: Command, args: unknown, isDelegated = true) {
  const { did } = service
  const proof = await ucan.delegate(command, {
    issuer: service.signer,
    subject: did,
    audience: hilt.did,
    expiration: null,
  })
  const proofs = isDelegated ? [proof] : []
  const invocation = await ucan.invoke(command, {
    issuer: hilt.signer,
    subject: did,
    arguments: args,
    proofs,
  })
  return { invocation, proofs }
}

describe('the server of the reference, called by the library', () => {
  /** Serves these replies with the reference, calls it, and returns the receipt. */
  async function call(
    replies: Readonly<Record<string, Reply>>,
    { invocation, proofs }: Awaited<ReturnType<typeof invocationOf>>,
  ): Promise<ucan.Receipt> {
    const { url } = await reference.ask('serve', { ...service.key, replies })
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': ucan.Container.contentType },
        body: await ucan.Container.encode({ invocations: [invocation], delegations: proofs }),
      })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe(ucan.Container.contentType)
      const { receipts } = await ucan.Container.decode(await response.arrayBuffer())
      const receipt = receipts.find(({ ran }) => ran.equals(invocation.task))
      expect(receipt?.executor).toBe(service.did)
      expect(await ucan.verify(receipt!)).toBe(true)
      return receipt!
    } finally {
      await reference.ask('stop', { url })
    }
  }

  it('returns receipts that the library decodes and verifies', async (context) => {
    needsGo(reference, context)
    const added = await call(
      { '/customer/add': { ok: 'a0' } },
      await invocationOf(customer.add, customerArgs),
    )
    expect(ucan.resultOf(customer.add, added)).toEqual({ ok: {} })
    const ok = toHex(provider.AddOK.cbor.encode({ id: 'subscription-1' }))
    const provisioned = await call(
      { '/provider/add': { ok } },
      await invocationOf(provider.add, providerArgs),
    )
    expect(ucan.resultOf(provider.add, provisioned)).toEqual({ ok: { id: 'subscription-1' } })
  })

  it('returns each failure with its name and expiration', async (context) => {
    needsGo(reference, context)
    const failure = { name: 'CustomerExists', message: 'the customer exists' }
    const named = async (replies: Readonly<Record<string, Reply>>, isDelegated = true) => {
      const receipt = await call(
        replies,
        await invocationOf(customer.add, customerArgs, isDelegated),
      )
      const result = ucan.resultOf(customer.add, receipt)
      return 'error' in result
        ? { ...result.error, expires: receipt.expiration !== undefined }
        : result
    }
    expect(await named({ '/customer/add': { fail: failure } })).toEqual({
      ...failure,
      expires: false,
    })
    expect(await named({})).toMatchObject({ name: 'HandlerNotFound', expires: false })
    expect(await named({ '/customer/add': { ok: 'a0' } }, false)).toMatchObject({
      name: 'InvalidClaim',
      expires: false,
    })
    expect(await named({ '/customer/add': { throw: 'no disk' } })).toMatchObject({
      name: 'HandlerExecutionError',
      expires: true,
    })
  })

  it('rejects arguments of another type', async (context) => {
    needsGo(reference, context)
    const command: Command = { ...emptyCommand('/access/delegate'), arguments: s3.bucket.InfoOK }
    const args: s3.bucket.InfoOK = { id: service.did, permissions: {}, delegations: {} }
    const receipt = await call(
      { '/access/delegate': { ok: 'a0' } },
      await invocationOf(command, args),
    )
    expect(ucan.resultOf(command, receipt)).toMatchObject({ error: { name: 'MalformedArguments' } })
  })

  it('fills in missing arguments with zero values', async (context) => {
    needsGo(reference, context)
    const command: Command = { ...provider.add, arguments: customer.AddArguments }
    const receipt = await call(
      { '/provider/add': { ok: 'a1626964617a' } },
      await invocationOf(command, customerArgs),
    )
    expect(ucan.resultOf(provider.add, receipt)).toEqual({ ok: { id: 'z' } })
  })
})

describe('a server of the library, called by the client of the reference', () => {
  /** Serves one request with the library, makes the reference call it, and returns the receipt. */
  async function callWith(
    answer: (invocation: ucan.Invocation) => Promise<ucan.Receipt>,
    { invocation, proofs }: Awaited<ReturnType<typeof invocationOf>>,
  ): Promise<TokenInfo> {
    const listener: RequestListener = (request, response) => {
      const respond = async () => {
        const chunks: Uint8Array[] = []
        for await (const chunk of request) chunks.push(chunk as Uint8Array)
        expect(request.headers['content-type']).toBe(ucan.Container.contentType)
        const { invocations, delegations } = await ucan.Container.decode(Buffer.concat(chunks))
        expect(delegations).toEqual(proofs)
        expect(invocations).toEqual([invocation])
        const receipts = await Promise.all(invocations.map(answer))
        response.setHeader('content-type', ucan.Container.contentType)
        response.end(await ucan.Container.encode({ receipts }))
      }
      respond().catch((error: unknown) => {
        response.statusCode = 500
        response.end(String(error))
      })
    }
    const server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const { port } = server.address() as AddressInfo
      return await reference.ask('call', {
        url: `http://127.0.0.1:${port}`,
        invocation: toHex(invocation.bytes),
        proofs: proofs.map((proof) => toHex(proof.bytes)),
      })
    } finally {
      server.close()
    }
  }

  it.for(CALLS)(
    'returns receipts that the client decodes, case %#',
    async ([command, args], context) => {
      needsGo(reference, context)
      const ok = command === provider.add ? { id: 'subscription-1' } : {}
      const called = await invocationOf(command, args)
      const receipt = await callWith(async (invocation) => {
        expect(ucan.argumentsOf(command, invocation)).toEqual(args)
        return await ucan.succeed(command, { executor: service.signer, ran: invocation, ok })
      }, called)
      expect(receipt.ok).toBe(toHex(command.ok.cbor.encode(ok)))
      expect(receipt.ran).toBe(called.invocation.task.toString())
      expect(
        await reference.ask('verify', { kind: 'receipt', bytes: receipt.bytes, key: service.did }),
      ).toEqual({ valid: true })
    },
  )

  it('returns failures that the client decodes', async (context) => {
    needsGo(reference, context)
    const error = { name: 'CustomerExists', message: 'the customer exists' }
    const receipt = await callWith(
      (invocation) => ucan.fail({ executor: service.signer, ran: invocation, error }),
      await invocationOf(customer.add, customerArgs),
    )
    const decoded = await ucan.Receipt.decode(fromHex(receipt.bytes))
    expect(ucan.resultOf(customer.add, decoded)).toEqual({ error })
  })
})
