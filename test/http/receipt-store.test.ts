import { describe, expect, it, vi } from 'vitest'
import {
  execute,
  handle,
  handler,
  memoryReceipts,
  type HandlerOptions,
  type HandlerResult,
  type ReceiptStore,
} from '../../src/http/index.js'
import { customer } from '../../src/index.js'
import {
  Container,
  delegate,
  Delegation,
  fail,
  Receipt,
  resultOf,
  succeed,
  type Invocation,
} from '../../src/ucan/index.js'
import { addCustomer, hilt, proof, serve, service, stranger, to } from './serve.js'

type OnError = NonNullable<HandlerOptions['onError']>
type Result = HandlerResult<customer.AddOK, 'CustomerExists'>

/** Returns a service whose handler returns these results, one per call. `calls` has the issuer of each call. */
function serviceReturning(results: readonly Result[], options: Partial<HandlerOptions> = {}) {
  const calls: string[] = []
  const add = handle(
    customer.add,
    { subject: service.did, failures: customer.failures },
    async ({ invocation }) => {
      calls.push(invocation.issuer)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return results[calls.length - 1]!
    },
  )
  return { calls, respond: handler({ issuer: service, handlers: [add], ...options }) }
}

const exists = { error: { name: 'CustomerExists', message: 'registered before' } } as const

/** Returns distinct copies of a delegation, with invalid signatures. */
function grants(count: number, start = 0, delegation = proof): Delegation[] {
  return Array.from({ length: count }, (_, i) => {
    const bytes = Uint8Array.from(delegation.bytes)
    // The signature starts after the header bytes 0x82 0x58 0x40.
    new DataView(bytes.buffer).setUint32(3, start + i)
    return Delegation.decode(bytes)
  })
}

/** A delegation whose `meta` has 8,192 items, a sixteenth of the limit of a container. */
const large = await delegate('/s3', {
  issuer: service,
  audience: hilt.did,
  subject: service.did,
  expiration: null,
  meta: { numbers: Array.from({ length: 8191 }, () => 0) },
})

/** Returns invocations in the order in which a container has them. */
async function inOrder(count: number): Promise<Invocation[]> {
  const invocations = await Promise.all(Array.from({ length: count }, () => addCustomer()))
  return invocations.sort((a, b) => Buffer.compare(a.bytes, b.bytes))
}

async function postTo(
  respond: (request: Request) => Promise<Response>,
  invocations: readonly Invocation[],
) {
  const body = await Container.encode({ invocations, delegations: [proof] })
  const headers = { 'content-type': Container.contentType }
  const response = await respond(
    new Request('https://up.example', { method: 'POST', headers, body }),
  )
  const { status } = response
  return { status, tokens: await Container.decode(await response.arrayBuffer()) }
}

/** Returns a function that describes a receipt: the index of its invocation and the outcome, such as `0: ok`. */
function outcomeOf(invocations: readonly Invocation[]): (receipt: Receipt) => string {
  return ({ ran, out }) => {
    const index = invocations.findIndex(({ task }) => task.equals(ran))
    return `${index}: ${'ok' in out ? 'ok' : out.error.name}`
  }
}

describe('a task', () => {
  it.each([
    ['a success', { ok: {} }],
    ['a failure', exists],
  ])('runs once: a repeated invocation gets the same receipt of %s', async (_, result) => {
    const { calls, respond } = serviceReturning([result])
    await using server = await serve(respond)
    const invocation = await addCustomer()
    const first = await execute(customer.add, invocation, to(server))
    const second = await execute(customer.add, invocation, to(server))
    expect(second).toEqual(first)
    expect(second).toMatchObject(result)
    expect(calls).toHaveLength(1)
  })

  it('runs once if it is invoked 1,000 times at the same time', async () => {
    const { calls, respond } = serviceReturning([{ ok: {} }])
    const invocation = await addCustomer()
    const body = await Container.encode({ invocations: [invocation], delegations: [proof] })
    const headers = { 'content-type': Container.contentType }
    const responses = await Promise.all(
      Array.from({ length: 1000 }, async () => {
        const response = await respond(
          new Request('https://up.example', { method: 'POST', headers, body }),
        )
        return Buffer.from(await response.arrayBuffer()).toString('hex')
      }),
    )
    expect(new Set(responses).size).toBe(1)
    expect(calls).toHaveLength(1)
  })

  it('has one receipt for all authorized issuers', async () => {
    const { calls, respond } = serviceReturning([{ ok: {} }])
    await using server = await serve(respond)
    const nonce = new Uint8Array(16)
    const byHilt = await addCustomer({ nonce })
    const byService = await addCustomer({ nonce, issuer: service, proofs: [] })
    const first = await execute(customer.add, byHilt, to(server))
    const second = await execute(customer.add, byService, to(server))
    expect(second.receipt).toEqual(first.receipt)
    expect(calls).toEqual([hilt.did])
  })

  it('whose authorization failed can be run by an authorized issuer', async () => {
    const { calls, respond } = serviceReturning([{ ok: {} }])
    await using server = await serve(respond)
    const nonce = new Uint8Array(16)
    const byStranger = await addCustomer({ nonce, issuer: stranger, proofs: [] })
    const rejected = await execute(customer.add, byStranger, to(server))
    expect(rejected).toMatchObject({ error: { name: 'InvalidClaim' } })
    const accepted = await execute(customer.add, await addCustomer({ nonce }), to(server))
    expect(accepted).toMatchObject({ ok: {} })
    // Only an authorized issuer receives the stored receipt.
    const again = await execute(customer.add, byStranger, to(server))
    expect(again).toMatchObject({ error: { name: 'InvalidClaim' } })
    expect(calls).toEqual([hilt.did])
  })

  it('runs again after an unexpected failure, whose receipt expires', async () => {
    const error = { name: 'Busy', message: 'try again later' }
    const { calls, respond } = serviceReturning([{ error, unexpected: true }, { ok: {} }])
    await using server = await serve(respond)
    const invocation = await addCustomer()
    const first = await execute(customer.add, invocation, to(server))
    expect(first).toMatchObject({ error })
    expect(first.receipt.expiration).toBeGreaterThan(Date.now() / 1000 + 20)
    const second = await execute(customer.add, invocation, to(server))
    expect(second).toMatchObject({ ok: {} })
    expect(calls).toHaveLength(2)
  })

  it('has a receipt even if the store fails, and onError is called', async () => {
    const onError = vi.fn<OnError>()
    const receipts = { get: () => undefined, put: () => Promise.reject(new Error('disk full')) }
    const { respond } = serviceReturning([{ ok: {} }], { receipts, onError })
    await using server = await serve(respond)
    const result = await execute(customer.add, await addCustomer(), to(server))
    expect(result).toMatchObject({ ok: {} })
    expect(onError).toHaveBeenCalledOnce()
  })

  it.each<[string, Result]>([
    ['more than 8,191 tokens', { ok: {}, tokens: { delegations: grants(8192) } }],
    [
      'a token of more than 2 MiB',
      { ok: {}, tokens: { delegations: [{ ...proof, bytes: new Uint8Array(2_097_153) }] } },
    ],
    [
      'tokens with more than 131,072 items',
      { ok: {}, tokens: { delegations: grants(17, 0, large) } },
    ],
    ['a malformed token', { ok: {}, tokens: { delegations: [{} as Delegation] } }],
  ])('whose handler returns %s fails alone, and its receipt is not stored', async (_, result) => {
    const onError = vi.fn<OnError>()
    const put = vi.fn<ReceiptStore['put']>()
    const receipts = { get: () => undefined, put }
    const { respond } = serviceReturning([result, { ok: {} }], { receipts, onError })
    const invocations = await inOrder(2)
    const { status, tokens } = await postTo(respond, invocations)
    expect(status).toBe(200)
    expect(tokens.receipts.map(outcomeOf(invocations)).sort()).toEqual([
      '0: HandlerExecutionError',
      '1: ok',
    ])
    expect(onError.mock.calls).toEqual([[expect.any(Error), expect.anything()]])
    expect(put.mock.calls.map(([task]) => task)).toEqual([String(invocations[1]!.task)])
  })

  it.each([
    ['8,192 tokens', 8190, proof],
    ['131,072 items', 16, large],
  ])(
    'succeeds if its tokens and all receipts together reach the limit of %s',
    async (_, count, token) => {
      const results = [{ ok: {}, tokens: { delegations: grants(count, 0, token) } }, { ok: {} }]
      const { respond } = serviceReturning(results)
      const invocations = await inOrder(2)
      const { tokens } = await postTo(respond, invocations)
      expect(tokens.receipts.map(outcomeOf(invocations)).sort()).toEqual(['0: ok', '1: ok'])
      expect(tokens.delegations).toHaveLength(count)
    },
  )

  it('whose tokens leave no room for the other receipts fails', async () => {
    const results = [{ ok: {}, tokens: { delegations: grants(8191) } }, { ok: {} }]
    const { respond } = serviceReturning(results, { onError() {} })
    const invocations = await inOrder(2)
    const { tokens } = await postTo(respond, invocations)
    expect(tokens.receipts.map(outcomeOf(invocations)).sort()).toEqual([
      '0: HandlerExecutionError',
      '1: ok',
    ])
  })

  it.each([
    ['8192 tokens', 5000, proof],
    ['131072 items in its tokens', 10, large],
  ])(
    'fails if the response exceeds %s, and succeeds when sent alone',
    async (limit, count, delegation) => {
      const onError = vi.fn<OnError>()
      const [first, second] = [grants(count, 0, delegation), grants(count, count, delegation)]
      const results = [
        { ok: {}, tokens: { delegations: first } },
        { ok: {}, tokens: { delegations: second } },
        { ok: {}, tokens: { delegations: first } },
      ]
      const { respond, calls } = serviceReturning(results, { onError })
      const invocations = await inOrder(3)
      const { tokens } = await postTo(respond, invocations)
      expect(tokens.receipts.map(outcomeOf(invocations)).sort()).toEqual([
        '0: ok',
        '1: HandlerExecutionError',
        '2: ok',
      ])
      expect(tokens.delegations).toHaveLength(count)
      const message = `the response exceeds ${limit}: return fewer tokens, or send the invocations one by one`
      expect(onError.mock.calls).toEqual([[new Error(message), expect.anything()]])
      const repeated = await postTo(respond, [invocations[1]!])
      expect(repeated.tokens.receipts.map(outcomeOf(invocations))).toEqual(['1: ok'])
      expect(repeated.tokens.delegations).toHaveLength(count)
      expect(calls).toHaveLength(3)
    },
  )

  it('has its receipt in the given store, and does not run again after a restart', async () => {
    const stored = new Map<string, Uint8Array>()
    const receipts: ReceiptStore = {
      get: async (task) => stored.get(task),
      put: async (task, container) => void stored.set(task, container),
    }
    const invocation = await addCustomer()
    for (const start of [1, 2]) {
      const { calls, respond } = serviceReturning([{ ok: {} }], { receipts })
      await using server = await serve(respond)
      const { receipt } = await execute(customer.add, invocation, to(server))
      expect([...stored.keys()]).toEqual([invocation.task.toString()])
      const tokens = await Container.decode(stored.get(invocation.task.toString())!)
      expect(tokens.receipts).toEqual([receipt])
      expect(calls).toHaveLength(start === 1 ? 1 : 0)
    }
  })
})

describe('a stored container', () => {
  it('without a receipt of the task is reported, and the task does not run', async () => {
    const container = await Container.encode({})
    const onError = vi.fn<OnError>()
    const receipts = { get: () => container, put() {} }
    const { respond, calls } = serviceReturning([{ ok: {} }], { receipts, onError })
    await using server = await serve(respond)
    const invocation = await addCustomer()
    const result = await execute(customer.add, invocation, to(server))
    expect(result).toMatchObject({ error: { name: 'HandlerExecutionError' } })
    const message = `the receipt store returned a container without a receipt of the task ${invocation.task} by ${service.did}: return the container that was stored for the task`
    expect(onError.mock.calls).toEqual([[new Error(message), expect.anything()]])
    expect(calls).toEqual([])
  })

  it('with a receipt by another executor is reported with a remedy', async () => {
    const invocation = await addCustomer()
    const other = await succeed(customer.add, { executor: stranger, ran: invocation, ok: {} })
    const container = await Container.encode({ receipts: [other] })
    const onError = vi.fn<OnError>()
    const receipts = { get: () => container, put() {} }
    const { respond, calls } = serviceReturning([], { receipts, onError })
    await postTo(respond, [invocation])
    const message = expect.stringMatching(
      /by did:key:\w+: it has a receipt by did:key:\w+…?, so use another store for this executor$/,
    )
    expect(onError.mock.calls).toEqual([[expect.objectContaining({ message }), expect.anything()]])
    expect(calls).toEqual([])
  })

  it('may have 131,072 items with duplicates, which are not counted', async () => {
    const delegations = grants(16, 0, large)
    const result = { ok: {}, tokens: { delegations: [...delegations, ...delegations] } }
    const { respond } = serviceReturning([result])
    const { tokens } = await postTo(respond, [await addCustomer()])
    expect(tokens.delegations).toHaveLength(16)
  })

  it('has no forged receipt of the task, even if the handler returns it', async () => {
    const invocation = await addCustomer()
    const forged = await fail({
      executor: stranger.withDID(service.did),
      ran: invocation,
      ...exists,
    })
    const others = await Promise.all(
      [addCustomer(), invocation].map(async (ran) => {
        return await succeed(customer.add, { executor: stranger, ran: await ran, ok: {} })
      }),
    )
    const put = vi.fn<ReceiptStore['put']>()
    const result = { ok: {}, tokens: { receipts: [forged, ...others] } }
    const { respond } = serviceReturning([result], { receipts: { get: () => undefined, put } })
    const { tokens } = await postTo(respond, [invocation])
    const cids = (receipts: readonly Receipt[]) => receipts.map(({ cid }) => String(cid)).sort()
    expect(cids(tokens.receipts)).not.toContain(String(forged.cid))
    expect(cids(tokens.receipts)).toEqual(expect.arrayContaining(cids(others)))
    const stored = await Container.decode(put.mock.calls[0]![1])
    expect(cids(stored.receipts)).toEqual(cids(tokens.receipts))
  })

  it('has receipts of other tasks by the service, even if the request invokes these tasks', async () => {
    const [first, second] = (await inOrder(2)) as [Invocation, Invocation]
    const other = await succeed(customer.add, { executor: service, ran: second, ok: {} })
    const { respond } = serviceReturning([{ ok: {}, tokens: { receipts: [other] } }])
    const { nonce } = second
    const rejected = await addCustomer({ issuer: stranger, proofs: [], nonce })
    expect(rejected.task.equals(second.task)).toBe(true)
    await postTo(respond, [first, rejected])
    const { tokens } = await postTo(respond, [first])
    expect(tokens.receipts.map(outcomeOf([first, second])).sort()).toEqual(['0: ok', '1: ok'])
  })

  it('is not changed if the handler changes its lists later', async () => {
    const delegations: Delegation[] = []
    const invocations = await inOrder(2)
    const add = handle(customer.add, { subject: service.did }, () => {
      delegations.push(...grants(4500, delegations.length))
      return { ok: {}, tokens: { delegations } }
    })
    const respond = handler({ issuer: service, handlers: [add], onError() {} })
    const { tokens } = await postTo(respond, invocations)
    expect(tokens.receipts.map(outcomeOf(invocations)).sort()).toEqual([
      '0: ok',
      '1: HandlerExecutionError',
    ])
    expect(tokens.delegations).toHaveLength(4500)
  })

  it('provides the receipt of the task by the service, not another receipt', async () => {
    const invocation = await addCustomer()
    const own = await succeed(customer.add, { executor: service, ran: invocation, ok: {} })
    // A container sorts its tokens by their bytes, so the service's receipt is rarely the first.
    const others = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const ran = i % 2 === 0 ? invocation : await addCustomer()
        return await fail({ executor: i % 2 === 0 ? stranger : service, ran, ...exists })
      }),
    )
    const container = await Container.encode({ receipts: [own, ...others] })
    const receipts = { get: () => container, put() {} }
    const outcomes: unknown[] = []
    const { respond } = serviceReturning([], {
      receipts,
      around: async (_invocation, next) => void outcomes.push((await next()).cid),
    })
    await postTo(respond, [invocation])
    expect(outcomes).toEqual([own.cid])
  })

  it('may have more than the default limit of a container, 8 MiB', async () => {
    const ran = await addCustomer()
    const receipt = await succeed(customer.add, { executor: service, ran, ok: {} })
    const meta = { bytes: new Uint8Array(2_000_000) }
    const options = { issuer: service, audience: hilt.did, subject: service.did, meta }
    const big = await delegate('/s3', { ...options, expiration: null })
    const delegations = grants(5, 0, big)
    const container = await Container.encode({ receipts: [receipt], delegations })
    expect(container.length).toBeGreaterThan(8 * 1024 * 1024)
    const { respond } = serviceReturning([], { receipts: { get: () => container, put() {} } })
    const body = await Container.encode({ invocations: [ran], delegations: [proof] })
    const headers = { 'content-type': Container.contentType }
    const response = await respond(
      new Request('https://up.example', { method: 'POST', headers, body }),
    )
    expect(Buffer.compare(container, new Uint8Array(await response.arrayBuffer()))).toBe(0)
  })

  it('is returned with all its tokens, each once', async () => {
    const invocation = await addCustomer()
    const receipt = await succeed(customer.add, { executor: service, ran: invocation, ok: {} })
    const other = await succeed(customer.add, {
      executor: service,
      ran: await addCustomer(),
      ok: {},
    })
    const container = await Container.encode({ receipts: [receipt, other], delegations: [proof] })
    const { respond } = serviceReturning([], { receipts: { get: () => container, put() {} } })
    const request = await Container.encode({ invocations: [invocation], delegations: [proof] })
    const headers = { 'content-type': Container.contentType }
    const response = await respond(
      new Request('https://up.example', { method: 'POST', headers, body: request as BodyInit }),
    )
    const tokens = new Uint8Array(await response.arrayBuffer())
    expect(tokens).toEqual(container)
  })
})

describe('stored receipts whose meta together have more than 131,072 items', () => {
  it('do not fit in one response: only the last task fails', async () => {
    const meta = { numbers: Array.from({ length: 8000 }, () => 0) }
    const invocations = await inOrder(17)
    const containers = new Map<string, Uint8Array>()
    for (const ran of invocations) {
      const receipt = await succeed(customer.add, { executor: service, ran, ok: {}, meta })
      containers.set(String(ran.task), await Container.encode({ receipts: [receipt] }))
    }
    const receipts = { get: (task: string) => containers.get(task), put() {} }
    const { respond } = serviceReturning([], { receipts, onError() {} })
    const { tokens } = await postTo(respond, invocations)
    const outcomes = tokens.receipts.map(outcomeOf(invocations))
    expect(outcomes.filter((outcome) => outcome.endsWith('ok'))).toHaveLength(16)
    expect(outcomes).toContain('16: HandlerExecutionError')
  })
})

describe('memoryReceipts', () => {
  it('removes the oldest receipts when it is full', () => {
    const receipts = memoryReceipts({ maxBytes: 10 * 1024 })
    for (let i = 0; i < 1000; i++) receipts.put(`task ${i}`, new Uint8Array(512))
    const kept = Array.from({ length: 1000 }, (_, i) => receipts.get(`task ${i}`) !== undefined)
    expect(kept.lastIndexOf(false)).toBe(989)
    expect(kept.filter(Boolean)).toHaveLength(10)
  })

  it('replaces the receipt of a task', () => {
    const receipts = memoryReceipts({ maxBytes: 2048 })
    for (let i = 0; i < 10; i++) receipts.put('task', new Uint8Array(1000).fill(i))
    receipts.put('other', new Uint8Array(10))
    expect(receipts.get('task')).toEqual(new Uint8Array(1000).fill(9))
  })
})

describe('GET /receipt/{task}', () => {
  async function fetchReceipt(options: Partial<HandlerOptions>, path: (i: Invocation) => string) {
    const { respond } = serviceReturning([{ ok: {} }], options)
    await using server = await serve(respond)
    const invocation = await addCustomer()
    await execute(customer.add, invocation, to(server))
    const response = await fetch(`${server.url}${path(invocation)}`)
    return { response, body: await response.arrayBuffer() }
  }

  it('returns the receipt of a task if serveReceipts is true', async () => {
    const { response, body } = await fetchReceipt(
      { serveReceipts: true },
      ({ task }) => `/receipt/${task}`,
    )
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/vnd.ipld.dag-cbor')
    const { receipts } = await Container.decode(body)
    expect(resultOf(customer.add, Receipt.decode(receipts[0]!.bytes))).toEqual({ ok: {} })
  })

  it.each<[string, Partial<HandlerOptions>, (invocation: Invocation) => string]>([
    ['by default', {}, ({ task }) => `/receipt/${task}`],
    ['for the CID of the invocation', { serveReceipts: true }, ({ cid }) => `/receipt/${cid}`],
    [
      'for a path that continues after the task',
      { serveReceipts: true },
      ({ task }) => `/receipt/${task}/b`,
    ],
    ['for a string that is not a CID', { serveReceipts: true }, () => `/receipt/__proto__`],
  ])('returns 404 %s', async (_, options, path) => {
    expect((await fetchReceipt(options, path)).response.status).toBe(404)
  })
})
