import { getEventListeners, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import {
  didDocument,
  execute,
  ExecutionError,
  handle,
  handler,
  poll,
  retrieve,
  type ResponseParts,
} from '../../src/http/index.js'
import { CodecError, customer } from '../../src/index.js'
import {
  Container,
  delegate,
  fail,
  succeed,
  type DIDResolver,
  type Invocation,
  type Receipt,
} from '../../src/ucan/index.js'
import { addCustomer, hilt, proof, serve, service, stranger, to } from './serve.js'

/** Executes an invocation at a service that responds with `respond`. */
async function executeWith(
  respond: (invocation: Invocation) => Response | Promise<Response>,
  options: Partial<Parameters<typeof execute>[2]> = {},
) {
  const invocation = await addCustomer()
  await using server = await serve(() => respond(invocation))
  return await execute(customer.add, invocation, { ...to(server), ...options })
}

/** Returns a receipt that names the service as its executor, but is signed by a stranger. */
async function forged(ran: Invocation): Promise<Receipt> {
  const executor = stranger.withDID(service.did)
  return await fail({ executor, ran, error: { name: 'CustomerExists', message: 'forged' } })
}

async function containerOf(...receipts: Receipt[]): Promise<Response> {
  return new Response(await Container.encode({ receipts }), {
    headers: { 'content-type': Container.contentType },
  })
}

describe('execute', () => {
  it('returns the result and all tokens of the response', async () => {
    const other = await addCustomer()
    const sent = await delegate('/s3', {
      issuer: service,
      audience: hilt.did,
      subject: null,
      expiration: null,
    })
    const result = await executeWith(async (ran) => {
      const mine = await succeed(customer.add, { executor: service, ran, ok: {} })
      const error = { name: 'CustomerExists', message: 'registered before' }
      const receipts = [await fail({ executor: service, ran: other, error }), mine]
      return new Response(await Container.encode({ receipts, delegations: [sent] }), {
        headers: { 'content-type': Container.contentType },
      })
    })
    expect(result).toMatchObject({ ok: {} })
    expect(result.tokens.receipts).toHaveLength(2)
    expect(result.tokens.delegations).toEqual([sent])
  })

  it('returns a failure with its name and message', async () => {
    const error = { name: 'CustomerExists', message: 'registered before' }
    const result = await executeWith(async (ran) =>
      containerOf(await fail({ executor: service, ran, error })),
    )
    expect(result).toMatchObject({ error })
    expect('ok' in result).toBe(false)
  })

  it('sends the proofs and the additional tokens', async () => {
    const receipt = await succeed(customer.add, {
      executor: stranger,
      ran: await addCustomer(),
      ok: {},
    })
    const other = await addCustomer({ audience: stranger.did })
    let seen: unknown
    const add = handle(customer.add, { subject: service.did }, ({ tokens }) => {
      seen = [tokens.receipts, tokens.invocations.length, tokens.delegations]
      return { ok: {} }
    })
    await using server = await serve(handler({ issuer: service, handlers: [add] }))
    const tokens = { receipts: [receipt], invocations: [other] }
    await execute(customer.add, await addCustomer(), { ...to(server), tokens })
    expect(seen).toEqual([[receipt], 2, [proof]])
  })

  it('verifies the receipt of a did:web with the key that the didResolver returns', async () => {
    const issuer = service.withDID('did:web:up.example')
    const add = handle(customer.add, { subject: 'any' }, () => ({ ok: {} }))
    await using server = await serve(handler({ issuer, handlers: [add] }))
    const invocation = await addCustomer({
      issuer: stranger,
      subject: stranger.did,
      audience: issuer.did,
      proofs: [],
    })
    const call = (didResolver?: DIDResolver) =>
      execute(customer.add, invocation, { url: server.url, didResolver })
    const resolverOf = (key: typeof service): DIDResolver => ({
      resolve: async () => ({ didDocument: didDocument(key.withDID(issuer.did)) }),
    })
    expect(await call(resolverOf(service))).toMatchObject({ ok: {} })
    const error = {
      code: 'unverified-receipt',
      message:
        "the signature of the receipt by did:web:up.example can't be verified: the didResolver must return the key of the executor",
    }
    await expect(call(resolverOf(stranger))).rejects.toMatchObject(error)
    await expect(call()).rejects.toMatchObject(error)
  })

  it('throws an error that names trustedAuthorities for a did:mailto executor', async () => {
    const executor = stranger.withDID('did:mailto:mail.example:ana')
    const respond = async (ran: Invocation) =>
      containerOf(await succeed(customer.add, { executor, ran, ok: {} }))
    await expect(executeWith(respond, { executor: executor.did })).rejects.toMatchObject({
      code: 'unverified-receipt',
      message:
        "the signature of the receipt by did:mailto:mail.example:ana can't be verified: trustedAuthorities must list the authority that attests the receipt, and the didResolver must return its key unless it is a did:key",
    })
  })

  it.each<
    [
      what: string,
      code: string,
      message: RegExp,
      respond: (invocation: Invocation) => Response | Promise<Response>,
    ]
  >([
    [
      'status 404',
      'status',
      /^expected receipts, received status 404: "no such page"$/,
      () => new Response('no such page', { status: 404 }),
    ],
    [
      'a redirect',
      'status',
      /^expected receipts, received status 307$/,
      () => Response.redirect('http://127.0.0.1:1/', 307),
    ],
    [
      'the content type application/json',
      'body',
      /^expected the content type application\/vnd.ipld.dag-cbor, received application\/json$/,
      () => Response.json({}),
    ],
    [
      'no content type',
      'body',
      /^expected the content type application\/vnd.ipld.dag-cbor, received none$/,
      () => new Response(null),
    ],
    [
      'a body that is not a container',
      'body',
      /^the container in the response can't be decoded: Container: expected /,
      () =>
        new Response(new Uint8Array([1]), { headers: { 'content-type': Container.contentType } }),
    ],
    [
      'no receipt',
      'missing-receipt',
      /^the response has no receipt of the task bafy\w+: check that the url is that of the executor$/,
      () => containerOf(),
    ],
    [
      'a receipt of another task',
      'missing-receipt',
      /^the response has no receipt of the task bafy\w+: check that the url is that of the executor$/,
      async () =>
        containerOf(
          await succeed(customer.add, { executor: service, ran: await addCustomer(), ok: {} }),
        ),
    ],
    [
      'a receipt by another executor',
      'unverified-receipt',
      /^expected a receipt by did:key:\w+…?, received a receipt by did:key:\w+…?: check the option executor$/,
      async (ran) => containerOf(await succeed(customer.add, { executor: stranger, ran, ok: {} })),
    ],
    [
      'a forged receipt',
      'unverified-receipt',
      /^the signature of the receipt by did:key:\w+…? can't be verified$/,
      async (ran) => containerOf(await forged(ran)),
    ],
  ])('throws for a response with %s: code %s', async (_, code, message, respond) => {
    const error = (await executeWith(respond).catch((thrown: unknown) => thrown)) as ExecutionError
    expect(error).toBeInstanceOf(ExecutionError)
    expect([error.name, error.code]).toEqual(['ExecutionError', code])
    expect(error.message).toMatch(message)
  })

  it('returns the result of the valid receipt if the response also has forged receipts', async () => {
    const result = await executeWith(async (ran) => {
      const receipt = await succeed(customer.add, { executor: service, ran, ok: {} })
      // A container sorts its tokens by their bytes, so the valid receipt is rarely the first.
      return containerOf(
        receipt,
        ...(await Promise.all(Array.from({ length: 8 }, () => forged(ran)))),
      )
    })
    expect(result).toMatchObject({ ok: {} })
  })

  it('throws errors with the status or the cause', async () => {
    const headers = { 'content-type': Container.contentType }
    const errors = await Promise.all(
      [
        () => Response.json({}),
        () => new Response(new Uint8Array(101), { headers }),
        () => new Response(new Uint8Array([1]), { headers }),
      ].map((respond) =>
        executeWith(respond, { maxBytes: 100 }).catch((thrown: unknown) => thrown),
      ),
    )
    expect(errors).toMatchObject([
      { status: 200, cause: undefined },
      {
        status: 200,
        cause: undefined,
        message: 'the response exceeds 100 bytes: increase maxBytes',
      },
      { status: undefined, cause: expect.any(CodecError) },
    ])
  })

  it('decodes a response of exactly maxBytes bytes, and rejects a longer one', async () => {
    const container = await containerOf(
      await succeed(customer.add, { executor: service, ran: await addCustomer(), ok: {} }),
    )
    const bytes = new Uint8Array(await container.arrayBuffer())
    const { headers } = container
    const respond = () => new Response(bytes, { headers })
    const withLimit = (maxBytes: number) => executeWith(respond, { maxBytes })
    await expect(withLimit(bytes.length)).rejects.toMatchObject({ code: 'missing-receipt' })
    await expect(withLimit(bytes.length - 1)).rejects.toMatchObject({ code: 'body' })
  })

  it('throws for a result that is not of the type of the command', async () => {
    const command = { ...customer.add, ok: customer.AddArguments }
    const invocation = await addCustomer()
    await using server = await serve(async () =>
      containerOf(await succeed(customer.add, { executor: service, ran: invocation, ok: {} })),
    )
    await expect(execute(command, invocation, to(server))).rejects.toMatchObject({
      code: 'malformed-result',
      message: expect.stringContaining('customer.AddArguments'),
      cause: expect.any(CodecError),
    })
  })

  it('quotes the start of an error page, and its status', async () => {
    const page = 'no such page\u001b[31m'.padEnd(500, 'x')
    const error = await executeWith(() => new Response(page, { status: 502 })).catch(
      (thrown: ExecutionError) => thrown,
    )
    expect(error).toMatchObject({ status: 502 })
    expect((error as ExecutionError).message).toMatch(
      /^expected receipts, received status 502: "no such page\\u001b/,
    )
    expect((error as ExecutionError).message.length).toBeLessThan(150)
  })

  it('stops reading an endless response at the limit', async () => {
    let sent = 0
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 65_536
          controller.enqueue(new Uint8Array(65_536))
        },
      })
    const headers = { 'content-type': Container.contentType }
    await expect(
      executeWith(() => new Response(endless(), { headers }), { maxBytes: 100_000 }),
    ).rejects.toMatchObject({ code: 'body' })
    expect(sent).toBeLessThan(20_000_000)
  })

  it('throws for a connection that fails or ends early', async () => {
    const invocation = await addCustomer()
    await expect(
      execute(customer.add, invocation, { url: 'http://127.0.0.1:1' }),
    ).rejects.toMatchObject({
      code: 'network',
      message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:1\/? can't be reached: /),
      cause: expect.any(Error),
    })
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': Container.contentType, 'content-length': 100 })
      response.write(new Uint8Array(10), () => response.destroy())
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(
      execute(customer.add, invocation, { url: `http://127.0.0.1:${port}` }),
    ).rejects.toMatchObject({
      code: 'network',
      message: expect.stringMatching(/^the response ended early: /),
      cause: expect.any(Error),
    })
    server.close()
  })

  it('aborts with the reason of the signal', async () => {
    const signal = AbortSignal.timeout(50)
    const never = () => new Promise<Response>(() => {})
    await expect(executeWith(never, { signal })).rejects.toThrow(
      expect.objectContaining({ name: 'TimeoutError' }),
    )
  })
})

describe('a response with many forged receipts', () => {
  /** Executes an invocation whose response has 1,000 forged receipts by a `did:web`. */
  async function executeWithForged(options: Partial<Parameters<typeof execute>[2]>) {
    const executor = service.withDID('did:web:up.example')
    return await executeWith(
      async (ran) => {
        const receipts = Array.from({ length: 1000 }, () => {
          return fail({
            executor: stranger.withDID(executor.did),
            ran,
            error: { name: 'A', message: '' },
          })
        })
        return containerOf(...(await Promise.all(receipts)))
      },
      { executor: executor.did, ...options },
    )
  }

  it('causes one resolution of the DID', async () => {
    const resolve = vi.fn<DIDResolver['resolve']>(async () => ({
      didDocument: didDocument(service.withDID('did:web:up.example')),
    }))
    await expect(executeWithForged({ didResolver: { resolve } })).rejects.toMatchObject({
      code: 'unverified-receipt',
    })
    expect(resolve).toHaveBeenCalledOnce()
  })

  it('lets the signal abort the verification', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const resolve = async () => {
      setTimeout(() => controller.abort(reason), 1)
      return { didDocument: didDocument(service.withDID('did:web:up.example')) }
    }
    const { signal } = controller
    await expect(executeWithForged({ didResolver: { resolve }, signal })).rejects.toBe(reason)
  })
})

describe('a call with a signal', () => {
  it('leaves no listener on the signal', async () => {
    const { signal } = new AbortController()
    const invocation = await addCustomer()
    const receipt = await succeed(customer.add, { executor: service, ran: invocation, ok: {} })
    const responses = [
      await containerOf(receipt),
      new Response(null, { status: 404 }),
      await containerOf(receipt),
    ]
    const fetch = async () => responses.shift()!
    const options = { url: 'https://up.example', executor: service.did, fetch, signal }
    await execute(customer.add, invocation, options)
    await poll(customer.add, invocation.task, { ...options, interval: 1 })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('a call whose signal aborts while the receipt is verified', () => {
  it.each(['execute', 'retrieve', 'poll'])('rejects with the reason: %s', async (name) => {
    const issuer = service.withDID('did:web:up.example')
    const controller = new AbortController()
    const reason = new Error('enough')
    const didResolver: DIDResolver = {
      resolve() {
        setTimeout(() => controller.abort(reason), 5)
        return new Promise(() => {})
      },
    }
    const add = handle(customer.add, { subject: 'any' }, () => ({ ok: {} }))
    await using server = await serve(handler({ issuer, handlers: [add], serveReceipts: true }))
    const invocation = await addCustomer({
      issuer: stranger,
      subject: stranger.did,
      audience: issuer.did,
      proofs: [],
    })
    const { url } = server
    const options = { url, didResolver, signal: controller.signal, executor: issuer.did }
    if (name === 'poll') {
      const resolver = { resolve: async () => ({ didDocument: didDocument(issuer) }) }
      await execute(customer.add, invocation, { url, didResolver: resolver })
    }
    const outcome =
      name === 'poll'
        ? poll(customer.add, invocation.task, options)
        : (name === 'execute' ? execute : retrieve)(customer.add, invocation, options)
    await expect(outcome).rejects.toBe(reason)
  })
})

describe('retrieve', () => {
  /** Retrieves the resource of a handler twice. With `isFailure`, the handler returns a failure. */
  async function retrieveTwice(response: ResponseParts, isFailure = false) {
    const add = handle(
      customer.add,
      { subject: service.did, failures: customer.failures },
      ({ request }) => {
        expect(request.headers.get('x-ucan-container')).toMatch(/^E/)
        return isFailure
          ? { error: { name: 'CustomerExists', message: 'registered before' }, response }
          : { ok: {}, response }
      },
    )
    await using server = await serve(handler({ issuer: service, handlers: [add] }))
    const invocation = await addCustomer()
    const results = []
    for (let i = 0; i < 2; i++) {
      const result = await retrieve(customer.add, invocation, to(server))
      results.push({ ...result, body: await result.response.text() })
    }
    return results
  }

  it('returns the resource with the result, and no resource for a repeated task', async () => {
    const parts = { status: 206, headers: { 'content-range': 'bytes 0-4/10' }, body: 'hello' }
    const [first, second] = await retrieveTwice(parts)
    expect(first).toMatchObject({ ok: {}, body: 'hello' })
    expect(first!.response.status).toBe(206)
    expect(first!.response.headers.get('content-range')).toBe('bytes 0-4/10')
    expect(first!.response.headers.get('vary')).toBe('x-ucan-container')
    // The task does not run again, so there is no resource to send.
    expect(second!.receipt).toEqual(first!.receipt)
    expect(second!.response.status).toBe(204)
  })

  it('returns a failure with status 400, and its name and message as the body', async () => {
    const [first, second] = await retrieveTwice({}, true)
    expect(first).toMatchObject({
      error: { name: 'CustomerExists' },
      body: 'CustomerExists: registered before',
    })
    expect(first!.response.status).toBe(400)
    expect(second).toMatchObject({ error: { name: 'CustomerExists' } })
  })

  it.each([204, 205, 304])(
    'returns a failure with status %d, which allows no body',
    async (status) => {
      const [first] = await retrieveTwice({ status }, true)
      expect(first).toMatchObject({ error: { name: 'CustomerExists' }, body: '' })
      expect(first!.response.status).toBe(status)
    },
  )

  it('returns HandlerNotFound with status 404', async () => {
    await using server = await serve(handler({ issuer: service, handlers: [] }))
    const result = await retrieve(customer.add, await addCustomer(), to(server))
    expect(result).toMatchObject({
      error: { name: 'HandlerNotFound', message: 'no handler for /customer/add' },
    })
    expect(result.response.status).toBe(404)
  })

  it('returns HandlerExecutionError with status 500', async () => {
    const add = handle(customer.add, { subject: 'any' }, () => {
      throw new Error('a bug')
    })
    await using server = await serve(handler({ issuer: service, handlers: [add], onError() {} }))
    const result = await retrieve(customer.add, await addCustomer(), to(server))
    expect(result).toMatchObject({ error: { name: 'HandlerExecutionError' } })
    expect(result.response.status).toBe(500)
  })

  it('throws for a response without X-UCAN-Container, and for two invocations', async () => {
    await using empty = await serve(() => new Response('hello'))
    await expect(retrieve(customer.add, await addCustomer(), to(empty))).rejects.toMatchObject({
      code: 'status',
      message: 'expected the header x-ucan-container, received status 200: "hello"',
    })
    const add = handle(customer.add, { subject: 'any' }, () => ({ ok: {} }))
    await using server = await serve(handler({ issuer: service, handlers: [add] }))
    const tokens = { invocations: [await addCustomer()] }
    await expect(
      retrieve(customer.add, await addCustomer(), { ...to(server), tokens }),
    ).rejects.toMatchObject({
      code: 'status',
      status: 400,
      message:
        'expected receipts, received status 400: "expected at most 1 invocation, received 2"',
    })
  })

  it('rejects a header that inflates to more than maxBytes', async () => {
    const add = handle(customer.add, { subject: 'any' }, () => ({ ok: {} }))
    await using server = await serve(handler({ issuer: service, handlers: [add] }))
    const options = { ...to(server), maxBytes: 100 }
    await expect(retrieve(customer.add, await addCustomer(), options)).rejects.toMatchObject({
      code: 'body',
      message: expect.stringContaining('inflates to more than 100 bytes'),
    })
  })

  it('cancels the body of a response that it rejects', async () => {
    const cancel = vi.fn<() => void>()
    const headers = { 'x-ucan-container': 'not a container' }
    const fetch = async () => new Response(new ReadableStream({ cancel }), { headers })
    const options = { url: 'https://up.example', fetch }
    await expect(retrieve(customer.add, await addCustomer(), options)).rejects.toMatchObject({
      code: 'body',
    })
    expect(cancel).toHaveBeenCalledOnce()
  })
})

describe('poll', () => {
  /** Polls a service that answers the first `missing` requests with 404. */
  async function pollAfter(missing: number, attempts: number, signal?: AbortSignal) {
    const { task } = await addCustomer()
    const receipt = await succeed(customer.add, { executor: service, ran: task, ok: {} })
    const paths: string[] = []
    await using server = await serve((request) => {
      expect([request.method, request.headers.get('accept')]).toEqual([
        'GET',
        Container.contentType,
      ])
      paths.push(new URL(request.url).pathname)
      return paths.length > missing ? containerOf(receipt) : new Response(null, { status: 404 })
    })
    const result = await poll(customer.add, task, {
      url: `${server.url}/up/`,
      executor: service.did,
      interval: 1,
      attempts,
      signal,
    })
    expect(new Set(paths)).toEqual(new Set([`/up/receipt/${task}`]))
    return { result, requests: paths.length }
  }

  it('sends requests until the service has the receipt', async () => {
    const { result, requests } = await pollAfter(3, 10)
    expect(result).toMatchObject({ ok: {} })
    expect(requests).toBe(4)
  })

  it('throws after the last attempt, and throws the reason of an aborted signal', async () => {
    await expect(pollAfter(3, 3)).rejects.toMatchObject({
      code: 'missing-receipt',
      status: 404,
      message: expect.stringMatching(
        /^the service has no receipt of the task bafy\w+ after attempt 3: poll again later, or increase attempts$/,
      ),
    })
    const reason = new Error('enough')
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 20)
    await expect(pollAfter(1e9, 1e9, controller.signal)).rejects.toBe(reason)
  })

  it('doubles the time between requests, and stops waiting if the signal aborts', async () => {
    const { task } = await addCustomer()
    const times: number[] = []
    await using server = await serve(() => {
      times.push(performance.now())
      return new Response(null, { status: 404 })
    })
    const options = { url: server.url, executor: service.did }
    await expect(
      poll(customer.add, task, { ...options, interval: 20, attempts: 4 }),
    ).rejects.toMatchObject({ code: 'missing-receipt' })
    const waits = times.slice(1).map((time, i) => time - times[i]!)
    for (const [i, least] of [20, 40, 80].entries()) expect(waits[i]).toBeGreaterThan(least - 2)
    const controller = new AbortController()
    const reason = new Error('enough')
    setTimeout(() => controller.abort(reason), 20)
    const { signal } = controller
    await expect(
      poll(customer.add, task, { ...options, interval: 3_600_000, signal }),
    ).rejects.toBe(reason)
  })

  it('waits until the signal aborts if the interval is infinite', async () => {
    const { task } = await addCustomer()
    let requests = 0
    await using server = await serve(() => {
      requests++
      return new Response(null, { status: 404 })
    })
    const options = { url: server.url, executor: service.did, interval: Infinity }
    const signal = AbortSignal.timeout(200)
    await expect(poll(customer.add, task, { ...options, signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
    expect(requests).toBe(1)
  })

  it('sends one request if attempts is NaN', async () => {
    await expect(pollAfter(3, NaN)).rejects.toMatchObject({
      code: 'missing-receipt',
      message: expect.stringContaining('after attempt 1:'),
    })
  })

  it('throws for a status other than 200 and 404, such as 503', async () => {
    const { task } = await addCustomer()
    await using server = await serve(() => new Response('down', { status: 503 }))
    const options = { url: server.url, executor: service.did }
    await expect(poll(customer.add, task, options)).rejects.toMatchObject({ status: 503 })
  })

  it('ignores an error in the body stream of a 404 response', async () => {
    const { task } = await addCustomer()
    const stream = () =>
      new ReadableStream({ start: (controller) => controller.error(new Error('terminated')) })
    const fetch = async () => new Response(stream(), { status: 404 })
    const options = { url: 'https://up.example', executor: service.did, attempts: 1, fetch }
    await expect(poll(customer.add, task, options)).rejects.toMatchObject({
      code: 'missing-receipt',
    })
  })
})
