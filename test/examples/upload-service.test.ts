import * as Client from '@ucanto/client'
import { Delegation as UcantoDelegation, Message } from '@ucanto/core'
import type { ConnectionView, Delegation as UcantoProof } from '@ucanto/interface'
import { Verifier } from '@ucanto/principal'
import * as ed25519 from '@ucanto/principal/ed25519'
import { CAR, HTTP } from '@ucanto/transport'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customer, Failure, provider, s3, Unit, type Command, type DID } from '../../src/index.js'
import * as ucanto from '../../src/ucanto/index.js'
import {
  Container,
  delegate,
  Delegation,
  invoke,
  Invocation,
  resultOf,
  verify,
  type DelegateOptions,
  type InvokeOptions,
  type Policy,
} from '../../src/ucan/index.js'
import { Program } from './program.js'

let program: Program
let service: DID
let url: string
let granted: Delegation
const hilt = await EdDSASigner.generate()
const stranger = await EdDSASigner.generate()
const now = Math.floor(Date.now() / 1000)

beforeAll(async () => {
  program = new Program('upload-service')
  service = /did:\S+/.exec(await program.line(/^upload service did:/))![0] as DID
  url = /http:\S+/.exec(await program.line(/^listens at /))![0]
  const text = await program.answer(hilt.did)
  const { delegations } = await Container.decode(Buffer.from(text))
  granted = delegations[0]!
})

afterAll(async () => {
  await program[Symbol.asyncDispose]()
})

async function post(body: Uint8Array, contentType: string = Container.contentType) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(10_000),
  })
  return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) }
}

async function send(invocation: Invocation, delegations: readonly Delegation[] = []) {
  return await post(await Container.encode({ invocations: [invocation], delegations }))
}

/** Sends an invocation, verifies its receipt, and returns the result. */
async function resultFrom<A, O>(
  command: Command<A, O>,
  invocation: Invocation,
  delegations: readonly Delegation[] = [],
) {
  const { status, body } = await send(invocation, delegations)
  if (status !== 200) throw new Error(new TextDecoder().decode(body))
  const { receipts } = await Container.decode(body)
  expect(receipts).toHaveLength(1)
  const [receipt] = receipts
  expect(receipt!.executor).toBe(service)
  expect(receipt!.ran).toEqual(invocation.task)
  expect(await verify(receipt!)).toBe(true)
  return resultOf(command, receipt!)
}

/** Sends an invocation that is rejected, and returns the status and the failure. */
async function rejection(invocation: Invocation, delegations: readonly Delegation[] = []) {
  const { status, body } = await send(invocation, delegations)
  return { status, ...Failure.json.decode(body) }
}

function addArguments(tenant: { did: string }): customer.AddArguments {
  return {
    customer: tenant.did as DID,
    product: 'did:web:starter.example',
    details: { external_id: 'org-1', region: 'eu-central-1' },
  }
}

/** Returns an invocation of `/customer/add` by Hilt. `options` override its fields. */
async function registration(
  tenant: { did: string } = ES256KSigner.generate(),
  options: Partial<InvokeOptions<customer.AddArguments>> = {},
): Promise<Invocation> {
  return await invoke(customer.add, {
    issuer: hilt,
    audience: service,
    subject: service,
    arguments: addArguments(tenant),
    proofs: [granted],
    ...options,
  })
}

async function registeredTenant(): Promise<ES256KSigner> {
  const tenant = ES256KSigner.generate()
  const result = await resultFrom(customer.add, await registration(tenant), [granted])
  expect(result).toEqual({ ok: {} })
  return tenant
}

/** Returns an invocation of `/provider/add` by the tenant itself. */
async function provisioning(tenant: ES256KSigner, consumer?: DID): Promise<Invocation> {
  return await invoke(provider.add, {
    issuer: tenant,
    audience: service,
    subject: tenant.did,
    arguments: { provider: service, consumer: consumer ?? (await EdDSASigner.generate()).did },
  })
}

/** Returns a command of the same name without arguments, to send malformed arguments. */
function withoutArguments({ name }: Pick<Command, 'name'>): Command<Unit, Unit> {
  return { name, arguments: Unit, ok: Unit }
}

describe('the upload service', () => {
  it('registers a tenant, and provisions a consumer that the tenant adds', async () => {
    const tenant = await registeredTenant()
    const result = await resultFrom(provider.add, await provisioning(tenant))
    expect(result).toEqual({ ok: { id: expect.stringMatching(/./) } })
  })

  it('provisions a consumer that Hilt adds with a delegation by the tenant', async () => {
    const tenant = await registeredTenant()
    const consent = await delegate(provider.add, {
      issuer: tenant,
      audience: hilt.did,
      subject: tenant.did,
      expiration: null,
    })
    const invocation = await invoke(provider.add, {
      issuer: hilt,
      audience: service,
      subject: tenant.did,
      arguments: { provider: service, consumer: stranger.did },
      proofs: [consent],
    })
    expect(await resultFrom(provider.add, invocation, [consent])).toHaveProperty('ok.id')
  })

  it('adds consumers to one subscription, and rejects a consumer of another one', async () => {
    const [tenant, other] = [await registeredTenant(), await registeredTenant()]
    const photos = (await EdDSASigner.generate()).did
    const first = await resultFrom(provider.add, await provisioning(tenant, photos))
    const second = await resultFrom(provider.add, await provisioning(tenant))
    const again = await resultFrom(provider.add, await provisioning(tenant, photos))
    const elsewhere = await resultFrom(provider.add, await provisioning(other))
    expect(first).toHaveProperty('ok.id')
    expect(second).toEqual(first)
    expect(again).toEqual(first)
    expect(elsewhere).not.toEqual(first)
    const conflicting = await resultFrom(provider.add, await provisioning(other, photos))
    expect(conflicting).toMatchObject({ error: { name: 'ConsumerExists' } })
  })

  it('executes all invocations of a container', async () => {
    const invocations = [await registration(), await registration()]
    const { body } = await post(await Container.encode({ invocations, delegations: [granted] }))
    const { receipts } = await Container.decode(body)
    const tasks = (cids: unknown[]) => cids.map(String).toSorted()
    expect(tasks(receipts.map(({ ran }) => ran))).toEqual(
      tasks(invocations.map(({ task }) => task)),
    )
  })
})

describe('the receipt of a repeated task', () => {
  it('has the same bytes, for concurrent and later requests', async () => {
    const invocation = await registration()
    const [first, second] = await Promise.all([
      send(invocation, [granted]),
      send(invocation, [granted]),
    ])
    const third = await send(invocation, [granted])
    expect(first.status).toBe(200)
    const { receipts } = await Container.decode(first.body)
    expect(resultOf(customer.add, receipts[0]!)).toEqual({ ok: {} })
    expect(second).toEqual(first)
    expect(third).toEqual(first)
  })

  it('has the same bytes for another invocation of the task', async () => {
    const tenant = ES256KSigner.generate()
    const nonce = new Uint8Array(16).fill(7)
    const first = await registration(tenant, { nonce })
    const second = await registration(tenant, { nonce, expiration: now + 300 })
    expect(second.cid).not.toEqual(first.cid)
    expect(await send(second, [granted])).toEqual(await send(first, [granted]))
  })

  it('has the same bytes if the task failed', async () => {
    const tenant = ES256KSigner.generate()
    const invocation = await provisioning(tenant)
    const failed = await send(invocation)
    await resultFrom(customer.add, await registration(tenant), [granted])
    expect(await send(invocation)).toEqual(failed)
    expect(await resultFrom(provider.add, await provisioning(tenant))).toHaveProperty('ok')
  })

  it('is neither affected by nor sent to an unauthorized issuer of the task', async () => {
    const tenant = ES256KSigner.generate()
    const invocation = await registration(tenant)
    const { nonce } = invocation
    const copied = await registration(tenant, { issuer: stranger, nonce })
    expect(copied.task).toEqual(invocation.task)
    expect(await rejection(copied, [granted])).toMatchObject({ status: 403, name: 'Unauthorized' })
    expect(await resultFrom(customer.add, invocation, [granted])).toEqual({ ok: {} })
    expect(await rejection(copied, [granted])).toMatchObject({ status: 403, name: 'Unauthorized' })
  })
})

describe('the receipt of a failure', () => {
  it('is CustomerExists for a registered customer', async () => {
    const tenant = await registeredTenant()
    const result = await resultFrom(customer.add, await registration(tenant), [granted])
    expect(result).toMatchObject({ error: { name: 'CustomerExists' } })
  })

  it('is AccountPlanMissing for a subject that is not a customer', async () => {
    const result = await resultFrom(provider.add, await provisioning(ES256KSigner.generate()))
    expect(result).toMatchObject({ error: { name: 'AccountPlanMissing' } })
  })

  it('is InvalidCustomerSubject for a subject other than the service', async () => {
    const tenant = ES256KSigner.generate()
    const own = { issuer: stranger, subject: stranger.did, proofs: [] }
    const error = { name: 'InvalidCustomerSubject', message: `${stranger.did} is not this service` }
    for (const audience of [service, undefined]) {
      const invocation = await registration(tenant, { ...own, audience })
      expect(await resultFrom(customer.add, invocation)).toEqual({ error })
    }
    expect(await resultFrom(provider.add, await provisioning(tenant))).toHaveProperty('error')
  })

  it.each<Pick<Command, 'name'>>([customer.add, provider.add])(
    'is MalformedArguments with the path for malformed arguments of $name',
    async (command) => {
      const invocation = await invoke(withoutArguments(command), {
        issuer: stranger,
        audience: service,
        subject: stranger.did,
        arguments: {},
      })
      const result = await resultFrom(customer.add, invocation)
      expect(result).toMatchObject({ error: { name: 'MalformedArguments' } })
      expect(result).toMatchObject({
        error: { message: expect.stringContaining('AddArguments: ') },
      })
    },
  )

  it('is HandlerNotFound for another command', async () => {
    const invocation = await invoke(s3.bucket.list, {
      issuer: stranger,
      audience: service,
      subject: stranger.did,
      arguments: { request: { method: 'GET', headers: {}, url: '/' } },
    })
    const result = await resultFrom(s3.bucket.list, invocation)
    expect(result).toMatchObject({ error: { name: 'HandlerNotFound' } })
  })
})

describe('an invocation by an issuer without a delegation by the service', () => {
  /** Returns a delegation by Hilt to the stranger. */
  async function proof(
    options: Partial<DelegateOptions> = {},
    name: Command['name'] = customer.add.name,
  ) {
    return await delegate(
      { ...customer.add, name },
      { issuer: hilt, audience: stranger.did, subject: service, expiration: null, ...options },
    )
  }

  /** Invokes `/customer/add` as the stranger, and returns the failure. */
  async function failureWith(proofs: readonly Delegation[], sent = proofs): Promise<string> {
    const invocation = await registration(undefined, { issuer: stranger, proofs })
    const { status, name, message } = await rejection(invocation, sent)
    expect(status).toBe(403)
    return `${name}: ${message}`
  }

  it('is accepted with a delegation by Hilt of the command or a parent of it', async () => {
    for (const command of ['/customer/add', '/customer', '/'] as const) {
      const narrowed = await proof({}, command)
      const proofs = [granted, narrowed]
      const invocation = await registration(undefined, { issuer: stranger, proofs })
      expect(await resultFrom(customer.add, invocation, proofs)).toEqual({ ok: {} })
    }
    const powerline = [granted, await proof({ subject: null })]
    const invocation = await registration(undefined, { issuer: stranger, proofs: powerline })
    expect(await resultFrom(customer.add, invocation, powerline)).toEqual({ ok: {} })
  })

  it('is rejected without a proof', async () => {
    expect(await failureWith([])).toMatch(/^Unauthorized: the proof chain ends at /)
  })

  it('is rejected with a proof for another audience', async () => {
    expect(await failureWith([granted])).toMatch(/^Unauthorized: the proof chain ends at /)
  })

  it('is rejected with a proof that it issued itself', async () => {
    expect(await failureWith([await proof({ issuer: stranger })])).toMatch(
      /^Unauthorized: proof .* expected the issuer/,
    )
  })

  it('is rejected with a proof missing in the chain or in the container', async () => {
    const last = await proof()
    expect(await failureWith([last], [granted, last])).toMatch(
      /^Unauthorized: proof .* expected the issuer/,
    )
    expect(await failureWith([granted, last], [last])).toMatch(/^Unauthorized: missing proof /)
  })

  it('is rejected with a proof for another command', async () => {
    for (const command of ['/customer/add/more', '/custom', '/provider/add'] as const) {
      const other = await proof({}, command)
      expect(await failureWith([granted, other])).toContain(`: the command is ${command}`)
    }
  })

  it('is rejected with a proof for another subject', async () => {
    expect(await failureWith([granted, await proof({ subject: hilt.did })])).toContain(
      `expected the subject ${service}, received ${hilt.did}`,
    )
  })

  it('is rejected with a proof with a policy', async () => {
    const policy: Policy = [['==', '.product', 'did:web:starter.example']]
    expect(await failureWith([granted, await proof({ policy })])).toContain(
      'policies are not supported',
    )
  })

  it('is rejected with a proof that is expired or not yet valid', async () => {
    expect(await failureWith([granted, await proof({ expiration: now - 10 })])).toMatch(/^Expired/)
    expect(await failureWith([granted, await proof({ notBefore: now + 300 })])).toMatch(/^TooEarly/)
  })

  it('is rejected with a proof that another principal signed', async () => {
    const { signatureType } = hilt
    const forger = { did: hilt.did, signatureType, sign: (b: Uint8Array) => stranger.sign(b) }
    expect(await failureWith([granted, await proof({ issuer: forger })])).toContain(
      `the signature is not by ${hilt.did}`,
    )
  })

  it('is rejected if its DID can’t be resolved', async () => {
    const { signatureType } = stranger
    const did = 'did:web:up.example'
    const issuer = { did, signatureType, sign: (b: Uint8Array) => stranger.sign(b) }
    const invocation = await registration(undefined, { issuer, subject: did as DID, proofs: [] })
    expect(await rejection(invocation)).toMatchObject({ status: 403, name: 'Unauthorized' })
  })
})

describe('an invocation', () => {
  it('is rejected if it is expired', async () => {
    const invocation = await registration(undefined, { expiration: now - 10 })
    expect(await rejection(invocation, [granted])).toMatchObject({ status: 403, name: 'Expired' })
  })

  it('is rejected if the audience is another service', async () => {
    const invocation = await registration(undefined, { audience: hilt.did })
    expect(await rejection(invocation, [granted])).toMatchObject({
      status: 403,
      message: `the audience is ${hilt.did}`,
    })
  })

  it('is rejected with a changed byte in its signature or signed bytes', async () => {
    const invocation = await registration()
    const region = Buffer.from(invocation.bytes).indexOf('eu-central-1')
    expect(region).toBeGreaterThan(0)
    for (const at of [10, region]) {
      const bytes = invocation.bytes.slice()
      bytes[at]! ^= 1
      const changed = await Invocation.decode(bytes)
      const { status, message } = await rejection(changed, [granted])
      expect([status, message]).toEqual([
        403,
        `${changed.cid}: the signature is not by ${hilt.did}`,
      ])
    }
    expect(await resultFrom(customer.add, invocation, [granted])).toEqual({ ok: {} })
  })

  it('is not executed if another one in its container is rejected', async () => {
    const tenant = ES256KSigner.generate()
    const good = await registration(tenant)
    const bad = await registration(undefined, { expiration: now - 10 })
    const body = await Container.encode({ invocations: [good, bad], delegations: [granted] })
    expect((await post(body)).status).toBe(403)
    const result = await resultFrom(provider.add, await provisioning(tenant))
    expect(result).toMatchObject({ error: { name: 'AccountPlanMissing' } })
  })
})

describe('a malformed request', () => {
  const car = 'application/vnd.ipld.car'

  it.each<[string, number, Uint8Array, string]>([
    ['an empty body', 400, new Uint8Array(), Container.contentType],
    ['garbage', 400, new Uint8Array(1000).fill(0xff), Container.contentType],
    ['JSON', 400, Buffer.from('{"customer":"did:web:a.example"}'), Container.contentType],
    ['invalid gzip', 400, new Uint8Array([0x44, 1, 2, 3]), Container.contentType],
    ['an invalid CAR', 400, new Uint8Array(1000).fill(0xff), car],
    ['an empty CAR', 400, new Uint8Array(), car],
    ['another content type', 415, new Uint8Array(10), 'application/json'],
    ['a property of Object.prototype as content type', 415, new Uint8Array(10), 'constructor'],
    ['256 KiB and one byte', 413, new Uint8Array(256 * 1024 + 1), Container.contentType],
    ['3 MiB', 413, new Uint8Array(3 * 1024 * 1024), Container.contentType],
  ])('with %s is rejected with %i', async (_what, status, body, contentType) => {
    expect((await post(body, contentType)).status).toBe(status)
    await registeredTenant()
  })

  it('without an invocation is rejected', async () => {
    const { status, body } = await post(await Container.encode({ delegations: [granted] }))
    expect([status, Failure.json.decode(body).name]).toEqual([400, 'MalformedRequest'])
  })

  it('is rejected with the error of the container', async () => {
    const { body } = await post(Buffer.from('a1646e616d65f6', 'hex'))
    expect(Failure.json.decode(body)).toMatchObject({
      name: 'MalformedRequest',
      message: expect.stringMatching(/^Container: /),
    })
  })

  it('with the method GET is rejected', async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) })
    expect(response.status).toBe(405)
  })

  it('whose client closes the connection does not stop the server', async () => {
    const controller = new AbortController()
    const body = new ReadableStream({
      start(stream) {
        stream.enqueue(new Uint8Array(1000))
        setTimeout(() => controller.abort(), 50)
      },
    })
    const headers = { 'content-type': Container.contentType }
    const options = { method: 'POST', headers, body, duplex: 'half', signal: controller.signal }
    await expect(fetch(url, options as RequestInit)).rejects.toThrow('abort')
    await registeredTenant()
  })
})

describe('an invocation of ucanto', () => {
  let agent: ed25519.EdSigner
  let proof: UcantoProof
  let connection: ConnectionView<Pick<ucanto.Service, 'customer' | 'provider'>>

  beforeAll(async () => {
    agent = await ed25519.generate()
    const text = await program.answer(`ucanto ${agent.did()}`)
    const { ok, error } = await UcantoDelegation.extract(Buffer.from(text, 'base64url'))
    if (error) throw error
    proof = ok
    connection = Client.connect({
      id: Verifier.parse(service as `did:key:${string}`),
      codec: CAR.outbound,
      channel: HTTP.open({ url: new URL(url) }),
    }) as typeof connection
  })

  function adding(tenant: { did: string }, options: object = {}) {
    return ucanto.customer.add.invoke({
      issuer: agent,
      audience: connection.id,
      with: service,
      nb: addArguments(tenant),
      proofs: [proof],
      ...options,
    })
  }

  function providing(payer: ed25519.EdSigner) {
    return ucanto.provider.add.invoke({
      issuer: payer,
      audience: connection.id,
      with: payer.did(),
      nb: { provider: service, consumer: stranger.did },
    })
  }

  it('registers a tenant, which then adds consumers with UCAN 1.0 and ucanto', async () => {
    const payer = await ed25519.generate()
    expect((await adding({ did: payer.did() }).execute(connection)).out).toEqual({ ok: {} })
    const bucket = await ed25519.generate()
    const invocation = ucanto.provider.add.invoke({
      issuer: payer,
      audience: connection.id,
      with: payer.did(),
      nb: { provider: service, consumer: bucket.did() },
    })
    expect((await invocation.execute(connection)).out).toEqual({
      ok: { id: expect.stringMatching(/./) },
    })

    const tenant = ES256KSigner.generate()
    expect((await adding(tenant).execute(connection)).out).toEqual({ ok: {} })
    expect(await resultFrom(provider.add, await provisioning(tenant))).toHaveProperty('ok.id')
  })

  it('fails with CustomerExists for a customer that was registered with UCAN 1.0', async () => {
    const { out } = await adding(await registeredTenant()).execute(connection)
    expect(out).toMatchObject({ error: { name: 'CustomerExists' } })
  })

  it('fails with AccountPlanMissing for a subject that is not a customer', async () => {
    const { out } = await providing(await ed25519.generate()).execute(connection)
    expect(out).toMatchObject({ error: { name: 'AccountPlanMissing' } })
  })

  it('fails with InvalidCustomerSubject for a subject other than the service', async () => {
    const own = { with: agent.did(), proofs: [] }
    const { out } = await adding(ES256KSigner.generate(), own).execute(connection)
    expect(out).toMatchObject({ error: { name: 'InvalidCustomerSubject' } })
  })

  it('fails with MalformedArguments and the path for malformed arguments', async () => {
    const nb = { ...addArguments(stranger), product: 'free' }
    const invocation = Client.invoke({
      issuer: agent,
      audience: connection.id,
      capability: { can: 'customer/add', with: service, nb: nb as never },
      proofs: [proof],
    })
    const { out } = await invocation.execute(connection)
    expect(out).toMatchObject({
      error: {
        name: 'MalformedArguments',
        message: 'customer.AddArguments: product: expected DID, received "free"',
      },
    })
  })

  it('fails with Unauthorized without a proof, and if it is expired', async () => {
    const tenant = ES256KSigner.generate()
    for (const options of [{ proofs: [] }, { expiration: now - 10 }]) {
      const { out } = await adding(tenant, options).execute(connection)
      expect(out).toMatchObject({ error: { name: 'Unauthorized' } })
    }
    expect((await adding(tenant).execute(connection)).out).toEqual({ ok: {} })
  })

  it('has the same receipt if it is repeated', async () => {
    const invocation = await adding(ES256KSigner.generate()).delegate()
    const message = await Message.build({ invocations: [invocation] })
    const { body } = CAR.request.encode(message as never)
    const first = await post(body, CAR.contentType)
    expect(first.status).toBe(200)
    expect(await post(body, CAR.contentType)).toEqual(first)
    expect(Buffer.from(first.body).includes('CustomerExists')).toBe(false)
  })
})

describe('the upload service', () => {
  it('printed no error during these tests', () => expect(program.stderr).toBe(''))
})
