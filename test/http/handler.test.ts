import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { format } from 'node:util'
import { gzipSync } from 'node:zlib'
import { createAdaptorServer } from '@hono/node-server'
import { describe, expect, it, vi } from 'vitest'
import { command, string, struct, type CommandName } from '../../src/codec/index.js'
import {
  didDocument,
  handle,
  handler,
  type HandlerOptions,
  type ReceiptStore,
  type ResponseParts,
  type TokensToSend,
} from '../../src/http/index.js'
import { customer, provider } from '../../src/index.js'
import {
  AuthorizationError,
  Container,
  delegate,
  invoke,
  Secp256k1,
  succeed,
  verify,
  type Delegation,
  type Invocation,
  type Receipt,
  type Tokens,
} from '../../src/ucan/index.js'
import { addCustomer, customerArgs, hilt, proof, service, stranger } from './serve.js'

const URL = 'https://up.example/'

type OnError = NonNullable<HandlerOptions['onError']>

/** Returns a service that registers customers. `registered` has the arguments that its handler received. */
function registry(options: Partial<HandlerOptions> = {}) {
  const registered: customer.AddArguments[] = []
  const add = handle(
    customer.add,
    { subject: service.did, failures: customer.failures },
    ({ arguments: args }) => {
      registered.push(args)
      return { ok: {} }
    },
  )
  return { registered, respond: handler({ issuer: service, handlers: [add], ...options }) }
}

async function post(tokens: Partial<Tokens>, type = Container.contentType): Promise<Request> {
  const body = await Container.encode(tokens)
  return new Request(URL, { method: 'POST', headers: { 'content-type': type }, body })
}

async function withHeader(tokens: Partial<Tokens>): Promise<Request> {
  const container = await Container.encode(tokens, 'base64+gzip')
  const headers = { 'x-ucan-container': new TextDecoder().decode(container) }
  return new Request(URL, { headers })
}

/** Sends invocations with the proof, and returns the receipts. */
async function receiptsOf(
  respond: (request: Request) => Promise<Response>,
  ...invocations: Invocation[]
): Promise<readonly Receipt[]> {
  const response = await respond(await post({ invocations, delegations: [proof] }))
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/vnd.ipld.dag-cbor')
  const { receipts } = await Container.decode(await response.arrayBuffer())
  for (const receipt of receipts) expect(await verify(receipt)).toBe(true)
  return receipts
}

/** Sends an invocation, and returns the failure in its receipt. */
async function failureOf(
  respond: (request: Request) => Promise<Response>,
  invocation: Invocation,
): Promise<{ name: string; message: string; expires: boolean }> {
  const [receipt] = await receiptsOf(respond, invocation)
  expect(receipt!.ran).toEqual(invocation.task)
  if ('ok' in receipt!.out) throw new Error('expected a failure')
  return { ...receipt!.out.error, expires: receipt!.expiration !== undefined }
}

describe('handler', () => {
  it('runs an authorized invocation, and answers with a receipt', async () => {
    const { respond, registered } = registry()
    const invocation = await addCustomer()
    const [receipt] = await receiptsOf(respond, invocation)
    expect(receipt).toMatchObject({ executor: service.did, expiration: undefined })
    expect(receipt!.ran.equals(invocation.task)).toBe(true)
    expect(receipt!.out).toEqual({ ok: new Uint8Array([0xa0]) })
    expect(registered).toEqual([customerArgs])
  })

  it('answers each invocation of a request', async () => {
    const { respond, registered } = registry()
    const invocations = [await addCustomer(), await addCustomer({ issuer: stranger, proofs: [] })]
    const receipts = await receiptsOf(respond, ...invocations)
    expect(receipts.map(({ ran }) => String(ran)).sort()).toEqual(
      invocations.map(({ task }) => String(task)).sort(),
    )
    expect(registered).toHaveLength(1)
  })

  it("ignores invocations for another service, and tokens that can't be decoded", async () => {
    const { respond, registered } = registry()
    const other = await addCustomer({ audience: stranger.did })
    const malformed = { ...other, bytes: new Uint8Array([0x80]) }
    expect(await receiptsOf(respond, other, malformed)).toEqual([])
    expect(registered).toEqual([])
  })

  it('names failures as the reference does', async () => {
    const { respond, registered } = registry()
    const rejected = await addCustomer({ issuer: stranger, proofs: [proof.cid] })
    expect(await failureOf(respond, rejected)).toMatchObject({ name: 'InvalidAudience' })
    const expired = await addCustomer({ expiration: 1 })
    expect(await failureOf(respond, expired)).toMatchObject({ name: 'Expired', expires: false })
    const unhandled = await invoke(provider.add, {
      issuer: hilt,
      subject: service.did,
      arguments: { provider: 'did:web:up.example', consumer: 'did:web:bucket.example' },
    })
    expect(await failureOf(respond, unhandled)).toMatchObject({ name: 'HandlerNotFound' })
    const vague = command('/customer/add', struct('Vague', { customer: string }), customer.AddOK)
    const malformed = await invoke(vague, {
      issuer: hilt,
      subject: service.did,
      arguments: { customer: 'nobody' },
      proofs: [proof],
    })
    expect(await failureOf(respond, malformed)).toEqual({
      name: 'MalformedArguments',
      message: expect.stringContaining('customer'),
      expires: false,
    })
    expect(registered).toEqual([])
  })

  it('answers each invocation if truncating a command would split a surrogate pair', async () => {
    const name = `/${'a'.repeat(62)}😀`
    const long = command(name as CommandName, customer.AddArguments, customer.AddOK)
    const options = { issuer: hilt, subject: service.did, arguments: customerArgs }
    const { respond, registered } = registry()
    const receipts = await receiptsOf(respond, await invoke(long, options), await addCustomer())
    expect(receipts.map(({ out }) => ('ok' in out ? 'ok' : out.error.message)).sort()).toEqual([
      `no handler for /${'a'.repeat(62)}…`,
      'ok',
    ])
    expect(registered).toHaveLength(1)
    const failing = handle(long, { subject: 'any' }, () => {
      throw new Error('a bug')
    })
    const throwing = handler({ issuer: service, handlers: [failing], onError() {} })
    const own = await invoke(long, { ...options, issuer: service })
    expect(await failureOf(throwing, own)).toMatchObject({
      message: `the execution of /${'a'.repeat(62)}… failed`,
    })
  })

  it('hides the error of a handler from the caller', async () => {
    const onError = vi.fn<OnError>()
    const error = new TypeError('password=hunter2')
    const add = handle(customer.add, { subject: service.did }, () => {
      throw error
    })
    const respond = handler({ issuer: service, handlers: [add], onError })
    const invocation = await addCustomer()
    const before = Math.floor(Date.now() / 1000)
    const [receipt] = await receiptsOf(respond, invocation)
    const after = Math.floor(Date.now() / 1000)
    expect(receipt!.out).toEqual({
      error: { name: 'HandlerExecutionError', message: 'the execution of /customer/add failed' },
    })
    expect(receipt!.expiration).toBeGreaterThanOrEqual(before + 30)
    expect(receipt!.expiration).toBeLessThanOrEqual(after + 30)
    expect(onError.mock.calls).toEqual([[error, expect.objectContaining({ cid: invocation.cid })]])
  })

  it('hides from the caller why a DID is not resolved', async () => {
    const onError = vi.fn<OnError>()
    const cause = new Error('ECONNREFUSED 10.0.0.7:8443')
    const didResolver = { resolve: () => Promise.reject(cause) }
    const { respond } = registry({ didResolver, onError })
    const invocation = await addCustomer({
      issuer: hilt.withDID('did:web:hilt.example'),
      proofs: [proof.cid],
    })
    expect(await failureOf(respond, invocation)).toEqual({
      name: 'DIDKeyResolutionError',
      message: "can't determine the keys of did:web:hilt.example",
      expires: false,
    })
    expect(onError.mock.calls).toEqual([
      [
        expect.objectContaining({ name: 'DIDKeyResolutionError', cause }),
        expect.objectContaining({ cid: invocation.cid }),
      ],
    ])
    const withoutResolver = registry({ onError() {} })
    expect(await failureOf(withoutResolver.respond, invocation)).toMatchObject({
      message: "can't determine the keys of did:web:hilt.example",
    })
  })

  it('hides why a DID is not resolved, even if onError changes the error', async () => {
    const didResolver = { resolve: () => Promise.reject(new Error('password=hunter2')) }
    const onError: OnError = (error) => {
      const { cause } = error as { cause: Error }
      cause.message = '…'
    }
    const issuer = hilt.withDID('did:web:hilt.example')
    const { respond } = registry({ didResolver, onError })
    expect(
      await failureOf(respond, await addCustomer({ issuer, proofs: [proof.cid] })),
    ).toMatchObject({ message: "can't determine the keys of did:web:hilt.example" })
  })

  it('does not wait for a promise of onError', async () => {
    const isRevoked = () => Promise.reject(new Error('no database'))
    const { respond } = registry({ isRevoked, onError: () => new Promise(() => {}) })
    expect(await failureOf(respond, await addCustomer())).toMatchObject({
      name: 'HandlerExecutionError',
    })
  })

  it("answers if onError throws an error that can't be logged", async () => {
    const unprintable = new Error('a bug')
    Object.defineProperty(unprintable, 'stack', {
      get() {
        throw new Error('no stack')
      },
    })
    const isRevoked = () => Promise.reject(new Error('no database'))
    const onError = () => {
      throw unprintable
    }
    const { respond } = registry({ isRevoked, onError })
    expect(await failureOf(respond, await addCustomer())).toMatchObject({
      name: 'HandlerExecutionError',
    })
  })

  it('hides only the reason why a DID with a colon and a space is not resolved', async () => {
    const { respond } = registry({ onError() {} })
    const issuer = hilt.withDID('did:mailto:mail.example:a%3A b: c')
    const invocation = await addCustomer({ issuer, proofs: [proof.cid] })
    expect(await failureOf(respond, invocation)).toMatchObject({
      message: "can't determine the keys of did:mailto:mail.example:a%3A b: c",
    })
  })

  it.each([
    ['proofs', { proofs: () => Promise.reject(new Error('no database')) }],
    ['isRevoked', { isRevoked: () => Promise.reject(new Error('no database')) }],
    [
      'receipts.get',
      { receipts: { get: () => Promise.reject(new Error('no database')), put() {} } },
    ],
  ])('does not run the handler if the option %s throws', async (_, options) => {
    const { respond, registered } = registry({ ...options, onError() {} })
    const invocation = await addCustomer({ proofs: [proof.cid] })
    const response = await respond(
      await post({
        invocations: [invocation],
        delegations: 'proofs' in options ? [] : [proof],
      }),
    )
    const { receipts } = await Container.decode(await response.arrayBuffer())
    expect(receipts[0]!.out).toMatchObject({ error: { name: 'HandlerExecutionError' } })
    expect(JSON.stringify(receipts[0]!.out)).not.toContain('database')
    expect(registered).toEqual([])
  })

  it.each(['proofs', 'isRevoked'])(
    'hides an AuthorizationError that the option %s throws',
    async (option) => {
      const error = new AuthorizationError('Expired', 'row 7 of 10.0.0.7 expired')
      const onError = vi.fn<OnError>()
      const { respond, registered } = registry({ [option]: () => Promise.reject(error), onError })
      const delegations = option === 'proofs' ? [] : [proof]
      const response = await respond(
        await post({ invocations: [await addCustomer()], delegations }),
      )
      const { receipts } = await Container.decode(await response.arrayBuffer())
      expect(receipts.map(({ out }) => out)).toEqual([
        {
          error: {
            name: 'HandlerExecutionError',
            message: 'the execution of /customer/add failed',
          },
        },
      ])
      expect(onError.mock.calls).toEqual([[error, expect.anything()]])
      expect(registered).toEqual([])
    },
  )

  it('reports an AuthorizationError thrown by a handler as HandlerExecutionError', async () => {
    const add = handle(customer.add, { subject: service.did }, async () => {
      // Throws, because the proof is for Hilt.
      await addCustomer({ issuer: stranger })
      return { ok: {} }
    })
    const respond = handler({ issuer: service, handlers: [add], onError() {} })
    expect(await failureOf(respond, await addCustomer())).toMatchObject({
      name: 'HandlerExecutionError',
    })
  })

  it('gets missing proofs from the option `proofs`', async () => {
    const { respond, registered } = registry({
      proofs: (cid) => (cid.equals(proof.cid) ? proof : undefined),
    })
    await respond(await post({ invocations: [await addCustomer()] }))
    expect(registered).toHaveLength(1)
  })

  it('uses the time that `now` returns', async () => {
    const { respond, registered } = registry({ now: () => 999 })
    await receiptsOf(respond, await addCustomer({ expiration: 1000 }))
    expect(registered).toHaveLength(1)
  })

  it('answers with HandlerExecutionError if `now` returns NaN', async () => {
    const { respond, registered } = registry({ now: () => NaN, onError() {} })
    expect(await failureOf(respond, await addCustomer())).toMatchObject({
      name: 'HandlerExecutionError',
    })
    expect(registered).toEqual([])
  })

  it('rejects two handlers of a command', () => {
    const add = handle(customer.add, { subject: 'any' }, () => ({ ok: {} }))
    expect(() => handler({ issuer: service, handlers: [add, add] })).toThrow(
      new TypeError('expected one handler for /customer/add, received two'),
    )
  })

  it('calls `around` for each invocation', async () => {
    const seen: unknown[] = []
    const { respond } = registry({
      async around(invocation, next) {
        const { out } = await next()
        seen.push([invocation.command, 'ok' in out ? 'ok' : out.error.name])
      },
    })
    await receiptsOf(respond, await addCustomer())
    await receiptsOf(respond, await addCustomer({ expiration: 1 }))
    expect(seen).toEqual([
      ['/customer/add', 'ok'],
      ['/customer/add', 'Expired'],
    ])
  })

  it('answers with 500 if `around` does not call `next`', async () => {
    const onError = vi.fn<OnError>()
    const { respond } = registry({ around: async () => {}, onError })
    const response = await respond(await post({ invocations: [await addCustomer()] }))
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('internal error')
    expect(onError.mock.calls).toEqual([[new TypeError('the option around must await next')]])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('disk full')
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('answers even if onError %s, and logs its error', async (_, onError) => {
    const written: unknown[] = []
    const { error: original } = console
    console.error = (...args) => void written.push(args)
    try {
      const isRevoked = () => Promise.reject(new Error('no database'))
      const { respond } = registry({ isRevoked, onError })
      expect(await failureOf(respond, await addCustomer())).toMatchObject({
        name: 'HandlerExecutionError',
      })
      expect(written).toEqual([['%s', '"/customer/add"', new Error('disk full')]])
    } finally {
      console.error = original
    }
  })

  it('logs errors to the console by default', async () => {
    const written: unknown[] = []
    const { error: original } = console
    console.error = (...args) => void written.push(args)
    try {
      const error = new Error('no database')
      const options = { isRevoked: () => Promise.reject(error) }
      await registry(options).respond(
        await post({ invocations: [await addCustomer()], delegations: [proof] }),
      )
      await registry({ around: () => Promise.reject(error) }).respond(
        await post({ invocations: [await addCustomer()] }),
      )
      expect(written).toEqual([
        ['%s', '"/customer/add"', error],
        ['%s', 'request', error],
      ])
      written.length = 0
      const expired = new AuthorizationError('Expired', 'a proof expired')
      await registry({ isRevoked: () => Promise.reject(expired) }).respond(
        await post({ invocations: [await addCustomer()], delegations: [proof] }),
      )
      expect(written).toEqual([['%s', '"/customer/add"', expired]])
      written.length = 0
      const issuer = hilt.withDID('did:web:hilt.example')
      const unresolvable = await addCustomer({ issuer, proofs: [proof.cid] })
      await registry().respond(await post({ invocations: [unresolvable] }))
      const message =
        "can't determine the keys of did:web:hilt.example: the option didResolver is required"
      expect(written).toEqual([['%s', '"/customer/add"', expect.objectContaining({ message })]])
    } finally {
      console.error = original
    }
  })
})

/** Runs a function while the adapter of a service replaces `Request` and `Response` with classes that accept any status. */
async function inAdapter<T>(
  respond: (request: Request) => Promise<Response>,
  run: (server: Server) => Promise<T>,
): Promise<T> {
  const native = Response
  vi.stubGlobal('Request', Request)
  vi.stubGlobal('Response', native)
  try {
    const server = createAdaptorServer({ fetch: respond }) as Server
    if (Response === native) throw new Error('expected another Response')
    return await run(server)
  } finally {
    vi.unstubAllGlobals()
  }
}

describe('a string in the response of a handler', () => {
  it('is sent with its length and type, also if an adapter replaces Response', async () => {
    const response = { body: 'hello' }
    const add = handle(customer.add, { subject: service.did }, () => ({ ok: {}, response }))
    const respond = handler({ issuer: service, handlers: [add] })
    const { headers } = await withHeader({
      invocations: [await addCustomer()],
      delegations: [proof],
    })
    await inAdapter(respond, async (server) => {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const answer = await fetch(`http://127.0.0.1:${port}`, { headers })
      expect(answer.headers.get('content-length')).toBe('5')
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=UTF-8')
      expect(await answer.text()).toBe('hello')
      server.closeAllConnections()
      server.close()
    })
  })
})

describe('an impossible response of a handler', () => {
  const locked = new ReadableStream()
  locked.getReader()

  it.each<[string, ResponseParts]>([
    ['the status 999', { status: 999 }],
    ['the status 204.5', { status: 204.5 }],
    ['the status null', { status: null as unknown as number }],
    ['a malformed header', { headers: { 'a b': '' } }],
    ['a body with status 204', { status: 204, body: 'a note' }],
    ['a locked body', { body: locked }],
  ])('with %s is a failure that is not stored', async (_, response) => {
    const onError = vi.fn<OnError>()
    const put = vi.fn<ReceiptStore['put']>()
    const add = handle(customer.add, { subject: service.did }, () => ({ ok: {}, response }))
    const receipts = { get: () => undefined, put }
    const respond = handler({ issuer: service, handlers: [add], receipts, onError })
    const invocation = await addCustomer()
    const request = await withHeader({ invocations: [invocation], delegations: [proof] })
    const answer = await inAdapter(respond, () => respond(request))
    expect([answer.status, await answer.text()]).toEqual([
      500,
      'HandlerExecutionError: the execution of /customer/add failed',
    ])
    expect(answer.headers.has('x-ucan-container')).toBe(true)
    expect(onError.mock.calls).toEqual([[expect.any(Error), expect.anything()]])
    expect(put).not.toHaveBeenCalled()
    // The response is ignored for an invocation in a body.
    const [receipt] = await receiptsOf(respond, invocation)
    expect('ok' in receipt!.out).toBe(true)
  })
})

describe('a stream in the response of a handler', () => {
  /** Sends an invocation to a service whose handler returns a stream. Returns the response, and whether the stream was canceled. */
  async function respondWithStream(
    method: 'GET' | 'POST',
    { ok = {}, ...rest }: { ok?: object; status?: number; tokens?: TokensToSend } = {},
    options: Partial<HandlerOptions> = {},
  ) {
    const cancel = vi.fn<() => void>()
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('hello'))
      },
      pull(controller) {
        controller.close()
      },
      cancel,
    })
    const add = handle(customer.add, { subject: service.did }, () => {
      return { ok: ok as customer.AddOK, tokens: rest.tokens, response: { ...rest, body } }
    })
    const respond = handler({ issuer: service, handlers: [add], onError() {}, ...options })
    const tokens = { invocations: [await addCustomer()], delegations: [proof] }
    const request = method === 'POST' ? await post(tokens) : await withHeader(tokens)
    return { response: await respond(request), cancel }
  }

  it('is the body of the response to a GET', async () => {
    const { response, cancel } = await respondWithStream('GET')
    expect(await response.text()).toBe('hello')
    expect(cancel).not.toHaveBeenCalled()
  })

  it.each<
    [string, 'GET' | 'POST', Parameters<typeof respondWithStream>[1], Partial<HandlerOptions>]
  >([
    ['the request is a POST', 'POST', {}, {}],
    ['the status allows no body', 'GET', { status: 204 }, {}],
    ["the result can't be encoded", 'GET', { ok: { unknown: 1 } }, {}],
    ["the tokens can't be encoded", 'GET', { tokens: { delegations: [{} as Delegation] } }, {}],
    [
      'the option around throws',
      'GET',
      {},
      {
        around: async (_invocation, next) => {
          await next()
          throw new Error('no database')
        },
      },
    ],
  ])('is canceled if %s', async (_, method, result, options) => {
    const { response, cancel } = await respondWithStream(method, result, options)
    expect(response.status).toBe(method === 'POST' ? 200 : 500)
    expect(cancel).toHaveBeenCalledOnce()
  })
})

describe('the headers in the response of a handler', () => {
  it('may be an iterator, which can be read only once', async () => {
    const headers = new Map([['etag', '"1"']]).entries() as unknown as HeadersInit
    const response = { headers, body: 'hello' }
    const add = handle(customer.add, { subject: service.did }, () => ({ ok: {}, response }))
    const respond = handler({ issuer: service, handlers: [add] })
    const tokens = { invocations: [await addCustomer()], delegations: [proof] }
    const answer = await respond(await withHeader(tokens))
    expect(answer.headers.get('etag')).toBe('"1"')
    expect(answer.headers.get('content-type')).toBe('text/plain;charset=UTF-8')
    expect(await answer.text()).toBe('hello')
  })
})

describe('the default onError', () => {
  it('escapes the command, and does not use it as a format string', async () => {
    const written: string[] = []
    const { error: original } = console
    console.error = (...args) => void written.push(format(...args))
    try {
      const name = '/%s%c\nforged' as CommandName
      const forged = command(name, customer.AddArguments, customer.AddOK)
      const add = handle(forged, { subject: 'any' }, () => {
        throw 'a bug'
      })
      const invocation = await invoke(forged, {
        issuer: service,
        subject: service.did,
        arguments: customerArgs,
      })
      await failureOf(handler({ issuer: service, handlers: [add] }), invocation)
      expect(written).toEqual([String.raw`"/%s%c\nforged" a bug`])
    } finally {
      console.error = original
    }
  })
})

describe('the option subject of handle', () => {
  const space = stranger.did

  /** Returns the outcome of a command that a principal invokes on itself, which needs no proof. */
  async function outcome(subject: Parameters<typeof handle>[1]['subject']): Promise<string> {
    const add = handle(customer.add, { subject }, () => ({ ok: {} }))
    const respond = handler({ issuer: service, handlers: [add] })
    const invocation = await addCustomer({
      issuer: stranger,
      subject: space,
      audience: service.did,
      proofs: [],
    })
    const [receipt] = await receiptsOf(respond, invocation)
    return 'ok' in receipt!.out ? 'ok' : receipt!.out.error.name
  }

  it('restricts which subjects the handler accepts', async () => {
    expect(await outcome(space)).toBe('ok')
    expect(await outcome([service.did, space])).toBe('ok')
    expect(await outcome('any')).toBe('ok')
    expect(await outcome((subject, { issuer }) => subject === space && issuer === space)).toBe('ok')
    expect(await outcome(service.did)).toBe('InvalidSubject')
    expect(await outcome([service.did])).toBe('InvalidSubject')
    expect(await outcome([])).toBe('InvalidSubject')
    expect(await outcome(async () => false)).toBe('InvalidSubject')
    expect(await outcome((() => 1) as never)).toBe('InvalidSubject')
  })

  it('causes a failure whose message names the subject of the invocation', async () => {
    const add = handle(customer.add, { subject: [] }, () => ({ ok: {} }))
    const respond = handler({ issuer: service, handlers: [add] })
    const [receipt] = await receiptsOf(respond, await addCustomer())
    expect(receipt!.out).toMatchObject({
      error: { message: `/customer/add is not served for ${service.did}` },
    })
  })
})

describe('tokens', () => {
  it('are received with the invocation and sent with the receipt', async () => {
    const sent = await delegate('/s3', {
      issuer: service,
      audience: hilt.did,
      subject: service.did,
      expiration: null,
    })
    const ran = await addCustomer()
    const receipt = await succeed(customer.add, { executor: stranger, ran, ok: {} })
    const seen: unknown[] = []
    const add = handle(customer.add, { subject: service.did }, ({ tokens, authorization }) => {
      seen.push(
        tokens.receipts.map(({ cid }) => String(cid)),
        authorization.proofs,
      )
      return { ok: {}, tokens: { delegations: [sent], receipts: [receipt] } }
    })
    const respond = handler({ issuer: service, handlers: [add] })
    const request = {
      invocations: [await addCustomer()],
      delegations: [proof],
      receipts: [receipt],
    }
    // The second time, the task does not run.
    for (let attempt = 0; attempt < 2; attempt++) {
      const response = await respond(await post(request))
      const tokens = await Container.decode(await response.arrayBuffer())
      expect(tokens.delegations).toEqual([sent])
      expect(tokens.receipts.map(({ executor }) => executor).sort()).toEqual(
        [service.did, stranger.did].sort(),
      )
    }
    expect(seen).toEqual([[String(receipt.cid)], [proof]])
  })
})

describe('a request', () => {
  const cases: [string, number, () => Request | Promise<Request>][] = [
    ['of another content type', 415, async () => await post({}, 'application/json')],
    ['whose body is not a container', 400, () => plainPost(new Uint8Array([1, 2, 3]))],
    ['without a body', 400, () => plainPost(null)],
    ['of another method', 405, () => new Request(URL, { method: 'PUT' })],
    ['with the method GET and an unknown path', 404, () => new Request(`${URL}other`)],
    ['whose body exceeds the limit', 413, () => plainPost(new Uint8Array(1024 * 1024 + 1))],
    [
      'whose streamed body exceeds the limit',
      413,
      () => plainPost(new Blob([new Uint8Array(1024 * 1024 + 1)]).stream()),
    ],
    ['whose X-UCAN-Container is malformed', 400, () => new Request(URL, inHeader('E%%%'))],
    [
      'whose X-UCAN-Container has no invocation for the service',
      400,
      () => new Request(URL, inHeader('BoWZjdG4tdjGA')),
    ],
  ]

  function inHeader(value: string): RequestInit {
    return { headers: { 'x-ucan-container': value } }
  }

  function plainPost(body: BodyInit | null): Request {
    const headers = { 'content-type': Container.contentType }
    return new Request(URL, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  }

  it('of another method is answered with the allowed methods', async () => {
    const { headers } = await registry().respond(new Request(URL, { method: 'PUT' }))
    expect(headers.get('allow')).toBe('GET, POST')
  })

  it('of maxBytes bytes is accepted, and a longer request is answered with 413', async () => {
    const { size } = await (await post({ invocations: [await addCustomer()] })).blob()
    const statusWith = async (maxBytes: number) => {
      const request = await post({ invocations: [await addCustomer()] })
      return (await registry({ maxBytes }).respond(request)).status
    }
    expect([await statusWith(size), await statusWith(size - 1)]).toEqual([200, 413])
  })

  it("whose body can't be read is answered with 400", async () => {
    const broken = new ReadableStream({
      pull: () => Promise.reject(new Error('broken')),
    })
    const response = await registry().respond(plainPost(broken))
    expect([response.status, await response.text()]).toEqual([400, "the body can't be read"])
  })

  it.each(cases)('%s is answered with %i', async (_, status, request) => {
    const onError = vi.fn<OnError>()
    const response = await registry({ onError }).respond(await request())
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(await response.text()).not.toBe('')
    expect(onError).not.toHaveBeenCalled()
  })

  it.each(['other', '.well-known/did.json'])(
    'for /%s is answered with `vary: x-ucan-container`',
    async (path) => {
      const { respond } = registry()
      const { headers } = await respond(new Request(`${URL}${path}`))
      expect(headers.get('vary')).toBe('x-ucan-container')
      const malformed = await respond(new Request(`${URL}${path}`, inHeader('E%%%')))
      expect([malformed.status, malformed.headers.get('vary')]).toEqual([400, 'x-ucan-container'])
    },
  )

  it('may have parameters in its content type', async () => {
    const { respond, registered } = registry()
    const tokens = { invocations: [await addCustomer()], delegations: [proof] }
    await respond(await post(tokens, 'Application/VND.ipld.dag-cbor ; charset=binary'))
    expect(registered).toHaveLength(1)
  })

  it('with more invocations than the limit is answered with 400, and none runs', async () => {
    const { respond, registered } = registry({ maxInvocations: 2 })
    const invocations = await Promise.all([addCustomer(), addCustomer(), addCustomer()])
    const response = await respond(await post({ invocations, delegations: [proof] }))
    expect([response.status, await response.text()]).toEqual([
      400,
      'expected at most 2 invocations, received 3',
    ])
    expect(registered).toEqual([])
  })
})

describe('a request with one proof', () => {
  it.each([
    ['fails if limits.proofs is 0', { limits: { proofs: 0 } }, false],
    ['succeeds by default', {}, true],
  ])('%s', async (_, options, isOK) => {
    const { respond } = registry(options)
    const [receipt] = await receiptsOf(respond, await addCustomer())
    expect('ok' in receipt!.out).toBe(isOK)
  })
})

describe('a costly request', () => {
  /** Returns a delegation whose policy has 20 statements about all values of `details`. */
  const costly = (): Promise<Delegation> =>
    delegate(customer.add, {
      issuer: service,
      audience: hilt.did,
      subject: service.did,
      expiration: null,
      policy: Array.from({ length: 20 }, () => ['all', '.details', ['!=', '.', 'x']] as const),
    })
  const details = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`key-${i}`, 'value']))

  it('has one limit of policy steps, divided among its invocations', async () => {
    const { respond } = registry()
    const granted = await costly()
    const args = { ...customerArgs, details }
    const outcomesOf = async (count: number): Promise<string[]> => {
      const invocations = await Promise.all(
        Array.from({ length: count }, () =>
          addCustomer({ arguments: args, proofs: [granted.cid] }),
        ),
      )
      const response = await respond(await post({ invocations, delegations: [granted] }))
      const { receipts } = await Container.decode(await response.arrayBuffer())
      return receipts.map(({ out }) => ('ok' in out ? 'ok' : out.error.message))
    }
    expect(await outcomesOf(1)).toEqual(['ok'])
    const messages = await outcomesOf(100)
    expect(messages).toHaveLength(100)
    expect(new Set(messages)).toEqual(
      new Set([expect.stringContaining('its evaluation takes too many steps')]),
    )
  })

  it('is not inflated beyond the limit of a body', async () => {
    const gzip = gzipSync(Buffer.alloc(8 * 1024 * 1024, 0x80), { level: 9 })
    const body = Buffer.concat([Buffer.from([0x44]), gzip])
    expect(body.length).toBeLessThan(14 * 1024)
    const headers = { 'content-type': Container.contentType }
    const response = await registry().respond(new Request(URL, { method: 'POST', headers, body }))
    expect(response.status).toBe(400)
    expect(await response.text()).toBe('Container: inflates to more than 1048576 bytes')
  })
})

describe('the DID document of a service', () => {
  const request = () => new Request('https://up.example/.well-known/did.json')

  it('has the key of an Ed25519 or Secp256k1 signer', async () => {
    const key = await Secp256k1.generate()
    for (const issuer of [
      service.withDID('did:web:up.example'),
      key.withDID('did:web:up.example'),
    ]) {
      const response = await handler({ issuer, handlers: [] })(request())
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(await response.json()).toEqual(didDocument(issuer))
    }
  })

  it('is the option didDocument, which has no default for a signer without keyDID', async () => {
    const { did, signatureType } = service
    const issuer = { did, signatureType, sign: (bytes: Uint8Array) => service.sign(bytes) }
    const given = handler({ issuer, handlers: [], didDocument: { id: did } })
    expect(await (await given(request())).json()).toEqual({ id: did })
    expect((await handler({ issuer, handlers: [] })(request())).status).toBe(404)
  })

  it('has the key in all verification relationships but keyAgreement', () => {
    const publicKeyMultibase = service.did.slice('did:key:'.length)
    const controller = 'did:web:up.example'
    const id = 'did:web:up.example#key-0'
    expect(didDocument(service.withDID(controller))).toEqual({
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
      id: controller,
      verificationMethod: [{ id, type: 'Multikey', controller, publicKeyMultibase }],
      authentication: [id],
      assertionMethod: [id],
      capabilityDelegation: [id],
      capabilityInvocation: [id],
    })
  })

  it('lets the service verify its own delegations without a resolver', async () => {
    const issuer = service.withDID('did:web:up.example')
    const subject = issuer.did
    const audience = hilt.did
    const own = await delegate(customer.add, { issuer, audience, subject, expiration: null })
    const add = handle(customer.add, { subject }, () => ({ ok: {} }))
    const respond = handler({ issuer, handlers: [add] })
    const invocation = await addCustomer({ subject, proofs: [own] })
    const response = await respond(await post({ invocations: [invocation], delegations: [own] }))
    const { receipts } = await Container.decode(await response.arrayBuffer())
    expect(receipts[0]!.out).toEqual({ ok: new Uint8Array([0xa0]) })
  })
})

describe('a browser', () => {
  const preflight = (origin: string) =>
    new Request(URL, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })

  it('may call the service from an allowed origin', async () => {
    const { respond } = registry({ origins: ['https://console.example'] })
    const response = await respond(preflight('https://console.example'))
    expect(response.status).toBe(204)
    expect(Object.fromEntries(response.headers)).toEqual({
      'access-control-allow-origin': 'https://console.example',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type, x-ucan-container',
      'access-control-max-age': '86400',
      vary: 'origin',
    })
    const request = await post({})
    request.headers.set('origin', 'https://console.example')
    const { headers } = await respond(request)
    expect(headers.get('access-control-allow-origin')).toBe('https://console.example')
    expect(headers.get('access-control-expose-headers')).toBe('x-ucan-container')
  })

  it('gets the origin that the handler allows if the option origins is absent', async () => {
    const response = { headers: { 'access-control-allow-origin': 'https://console.example' } }
    const add = handle(customer.add, { subject: service.did }, () => ({ ok: {}, response }))
    const respond = handler({ issuer: service, handlers: [add] })
    const request = await withHeader({ invocations: [await addCustomer()], delegations: [proof] })
    const answer = await respond(request)
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://console.example')
  })

  it('gets the origin from the option origins, even if the handler sets another', async () => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'etag' }
    const response = { headers }
    const add = handle(customer.add, { subject: service.did }, () => ({ ok: {}, response }))
    const origins = ['https://console.example']
    const respond = handler({ issuer: service, handlers: [add], origins })
    const request = await withHeader({ invocations: [await addCustomer()], delegations: [proof] })
    request.headers.set('origin', 'https://console.example')
    const answer = await respond(request)
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://console.example')
    expect(answer.headers.get('access-control-expose-headers')).toBe('etag, x-ucan-container')
  })

  it('may not call the service from another origin, or from any origin by default', async () => {
    const { respond } = registry({ origins: ['https://console.example'] })
    const response = await respond(preflight('https://evil.example'))
    expect(response.status).toBe(405)
    expect(response.headers.get('access-control-allow-origin')).toBe(null)
    expect(response.headers.get('vary')).toBe('origin')
    const byDefault = await registry().respond(preflight('https://console.example'))
    expect(byDefault.headers.get('access-control-allow-origin')).toBe(null)
    expect(byDefault.headers.get('vary')).toBe(null)
  })

  it('gets the header `vary` even if it sends no header `origin`', async () => {
    const { respond } = registry({ origins: ['https://console.example'] })
    const withoutOrigin = await respond(new Request(`${URL}.well-known/did.json`))
    expect(withoutOrigin.status).toBe(200)
    expect(withoutOrigin.headers.get('vary')).toBe('origin, x-ucan-container')
  })

  it('gets 415 for a POST without a container, even if every origin is allowed', async () => {
    const { respond } = registry({ origins: '*' })
    const headers = { origin: 'https://any.example' }
    expect((await respond(new Request(URL, { method: 'POST', headers }))).status).toBe(415)
  })

  it('may call the service from any origin if the option origins is *', async () => {
    const { respond } = registry({ origins: '*' })
    const response = await respond(preflight('https://any.example'))
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })
})
