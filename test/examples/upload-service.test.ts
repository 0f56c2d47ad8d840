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
} from '../../src/ucan/index.js'
import { verifier } from '../ucan/principals.js'
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

/** What came of an invocation; its receipt is checked. */
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
  expect(await verify(receipt!, { verifier })).toBe(true)
  return resultOf(command, receipt!)
}

/** Why a request wasn't run, and its status. */
async function refusal(invocation: Invocation, delegations: readonly Delegation[] = []) {
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

/** An invocation of `/customer/add` as Hilt makes it, or otherwise. */
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

/** An invocation of `/provider/add` by the tenant itself. */
async function provisioning(tenant: ES256KSigner, consumer?: DID): Promise<Invocation> {
  return await invoke(provider.add, {
    issuer: tenant,
    audience: service,
    subject: tenant.did,
    arguments: { provider: service, consumer: consumer ?? (await EdDSASigner.generate()).did },
  })
}

/** Malformed arguments of a command, signed as if they were its own. */
function withoutArguments({ command }: { command: string }): Command<Unit, Unit> {
  return { command, arguments: Unit, ok: Unit }
}

describe('the upload service', () => {
  it('registers a tenant, and provisions what the tenant itself asks for', async () => {
    const tenant = await registeredTenant()
    const result = await resultFrom(provider.add, await provisioning(tenant))
    expect(result).toEqual({ ok: { id: expect.stringMatching(/./) } })
  })

  it('provisions what Hilt asks for in the name of the tenant', async () => {
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

  it('lets one subscription pay for many consumers, and each be paid for by one', async () => {
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
    const taken = await resultFrom(provider.add, await provisioning(other, photos))
    expect(taken).toMatchObject({ error: { name: 'ConsumerExists' } })
  })

  it('runs the invocations of one container, and answers each', async () => {
    const invocations = [await registration(), await registration()]
    const { body } = await post(await Container.encode({ invocations, delegations: [granted] }))
    const { receipts } = await Container.decode(body)
    const tasks = (cids: unknown[]) => cids.map(String).toSorted()
    expect(tasks(receipts.map(({ ran }) => ran))).toEqual(
      tasks(invocations.map(({ task }) => task)),
    )
  })
})

describe('a task that is sent again', () => {
  it('has the same receipt, byte for byte, at once or later', async () => {
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

  it('has the same receipt in another invocation of it', async () => {
    const tenant = ES256KSigner.generate()
    const nonce = new Uint8Array(16).fill(7)
    const first = await registration(tenant, { nonce })
    const second = await registration(tenant, { nonce, expiration: now + 300 })
    expect(second.cid).not.toEqual(first.cid)
    expect(await send(second, [granted])).toEqual(await send(first, [granted]))
  })

  it('has the same receipt where it failed', async () => {
    const tenant = ES256KSigner.generate()
    const invocation = await provisioning(tenant)
    const failed = await send(invocation)
    await resultFrom(customer.add, await registration(tenant), [granted])
    expect(await send(invocation)).toEqual(failed)
    expect(await resultFrom(provider.add, await provisioning(tenant))).toHaveProperty('ok')
  })

  it('is not spoiled by a stranger who asked for it first, and tells a stranger nothing', async () => {
    const tenant = ES256KSigner.generate()
    const invocation = await registration(tenant)
    const { nonce } = invocation
    const stolen = await registration(tenant, { issuer: stranger, nonce })
    expect(stolen.task).toEqual(invocation.task)
    expect(await refusal(stolen, [granted])).toMatchObject({ status: 403, name: 'Unauthorized' })
    expect(await resultFrom(customer.add, invocation, [granted])).toEqual({ ok: {} })
    expect(await refusal(stolen, [granted])).toMatchObject({ status: 403, name: 'Unauthorized' })
  })
})

describe('a receipt of a failure', () => {
  it('says CustomerExists of a customer that is registered', async () => {
    const tenant = await registeredTenant()
    const result = await resultFrom(customer.add, await registration(tenant), [granted])
    expect(result).toMatchObject({ error: { name: 'CustomerExists' } })
  })

  it('says AccountPlanMissing of whoever isn’t', async () => {
    const result = await resultFrom(provider.add, await provisioning(ES256KSigner.generate()))
    expect(result).toMatchObject({ error: { name: 'AccountPlanMissing' } })
  })

  it('says InvalidCustomerSubject of a stranger who is the subject', async () => {
    const tenant = ES256KSigner.generate()
    const own = { issuer: stranger, subject: stranger.did, proofs: [] }
    const error = { name: 'InvalidCustomerSubject', message: `${stranger.did} is not this service` }
    for (const audience of [service, undefined]) {
      const invocation = await registration(tenant, { ...own, audience })
      expect(await resultFrom(customer.add, invocation)).toEqual({ error })
    }
    expect(await resultFrom(provider.add, await provisioning(tenant))).toHaveProperty('error')
  })

  it.each<{ command: string }>([customer.add, provider.add])(
    'says MalformedArguments, and where, of $command',
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

  it('says HandlerNotFound of another command', async () => {
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

describe('a stranger', () => {
  /** A delegation of `/customer/add` to the stranger. */
  async function proof(options: Partial<DelegateOptions> = {}, command = customer.add.command) {
    return await delegate(
      { ...customer.add, command },
      { issuer: hilt, audience: stranger.did, subject: service, expiration: null, ...options },
    )
  }

  async function refused(proofs: readonly Delegation[], sent = proofs): Promise<string> {
    const invocation = await registration(undefined, { issuer: stranger, proofs })
    const { status, name, message } = await refusal(invocation, sent)
    expect(status).toBe(403)
    return `${name}: ${message}`
  }

  it('may register customers where Hilt lets it, by that command or what is above it', async () => {
    for (const command of ['/customer/add', '/customer', '/']) {
      const narrowed = await proof({}, command as '/customer/add')
      const proofs = [granted, narrowed]
      const invocation = await registration(undefined, { issuer: stranger, proofs })
      expect(await resultFrom(customer.add, invocation, proofs)).toEqual({ ok: {} })
    }
    const powerline = [granted, await proof({ subject: null })]
    const invocation = await registration(undefined, { issuer: stranger, proofs: powerline })
    expect(await resultFrom(customer.add, invocation, powerline)).toEqual({ ok: {} })
  })

  it('is refused without a proof', async () => {
    expect(await refused([])).toMatch(/^Unauthorized: .* has it from nobody/)
  })

  it('is refused with the proof of another', async () => {
    expect(await refused([granted])).toMatch(/^Unauthorized: .* has it from nobody/)
  })

  it('is refused with its own word', async () => {
    expect(await refused([await proof({ issuer: stranger })])).toMatch(
      /^Unauthorized: .* isn't from/,
    )
  })

  it('is refused with a proof in the middle left out, or not sent', async () => {
    const last = await proof()
    expect(await refused([last], [granted, last])).toMatch(/^Unauthorized: .* isn't from/)
    expect(await refused([granted, last], [last])).toMatch(/^Unauthorized: .* isn't there/)
  })

  it('is refused with a proof of another command', async () => {
    for (const command of ['/customer/add/more', '/custom', '/provider/add']) {
      const other = await proof({}, command as '/customer/add')
      expect(await refused([granted, other])).toContain(`is for ${command}`)
    }
  })

  it('is refused with a proof about another subject', async () => {
    expect(await refused([granted, await proof({ subject: hilt.did })])).toContain('is about')
  })

  it('is refused with a proof with a policy, which nobody checks', async () => {
    const policy = [['==', '.product', 'did:web:starter.example']]
    expect(await refused([granted, await proof({ policy })])).toContain('policy')
  })

  it('is refused with a proof that ended, or is yet to begin', async () => {
    expect(await refused([granted, await proof({ expiration: now - 10 })])).toMatch(/^Expired/)
    expect(await refused([granted, await proof({ notBefore: now + 300 })])).toMatch(/^TooEarly/)
  })

  it('is refused with a proof that another signed', async () => {
    const { signatureType } = hilt
    const forger = { did: hilt.did, signatureType, sign: (b: Uint8Array) => stranger.sign(b) }
    expect(await refused([granted, await proof({ issuer: forger })])).toContain("isn't signed by")
  })

  it('is refused as a DID whose key can’t be found', async () => {
    const { signatureType } = stranger
    const did = 'did:web:up.example'
    const issuer = { did, signatureType, sign: (b: Uint8Array) => stranger.sign(b) }
    const invocation = await registration(undefined, { issuer, subject: did as DID, proofs: [] })
    expect(await refusal(invocation)).toMatchObject({ status: 403, name: 'Unauthorized' })
  })
})

describe('an invocation', () => {
  it('is refused once it ended', async () => {
    const invocation = await registration(undefined, { expiration: now - 10 })
    expect(await refusal(invocation, [granted])).toMatchObject({ status: 403, name: 'Expired' })
  })

  it('is refused where it is for another service', async () => {
    const invocation = await registration(undefined, { audience: hilt.did })
    expect(await refusal(invocation, [granted])).toMatchObject({
      status: 403,
      message: `it is for ${hilt.did}`,
    })
  })

  it('is refused with a byte changed, in its signature or in what is signed', async () => {
    const invocation = await registration()
    const region = Buffer.from(invocation.bytes).indexOf('eu-central-1')
    expect(region).toBeGreaterThan(0)
    for (const at of [10, region]) {
      const bytes = invocation.bytes.slice()
      bytes[at]! ^= 1
      const changed = await Invocation.decode(bytes)
      const { status, message } = await refusal(changed, [granted])
      expect([status, message]).toEqual([403, `${changed.cid} isn't signed by ${hilt.did}`])
    }
    expect(await resultFrom(customer.add, invocation, [granted])).toEqual({ ok: {} })
  })

  it('is not run where another in its container is refused', async () => {
    const tenant = ES256KSigner.generate()
    const good = await registration(tenant)
    const bad = await registration(undefined, { expiration: now - 10 })
    const body = await Container.encode({ invocations: [good, bad], delegations: [granted] })
    expect((await post(body)).status).toBe(403)
    const result = await resultFrom(provider.add, await provisioning(tenant))
    expect(result).toMatchObject({ error: { name: 'AccountPlanMissing' } })
  })
})

describe('a body that can’t be run', () => {
  const car = 'application/vnd.ipld.car'

  it.each<[string, number, Uint8Array, string]>([
    ['nothing', 400, new Uint8Array(), Container.contentType],
    ['garbage', 400, new Uint8Array(1000).fill(0xff), Container.contentType],
    ['text', 400, Buffer.from('{"customer":"did:web:a.example"}'), Container.contentType],
    ['no gzip', 400, new Uint8Array([0x44, 1, 2, 3]), Container.contentType],
    ['no CAR', 400, new Uint8Array(1000).fill(0xff), car],
    ['an empty CAR', 400, new Uint8Array(), car],
    ['another content type', 415, new Uint8Array(10), 'application/json'],
    ['a name that every object has', 415, new Uint8Array(10), 'constructor'],
    ['256 KiB and one byte', 413, new Uint8Array(256 * 1024 + 1), Container.contentType],
    ['3 MiB', 413, new Uint8Array(3 * 1024 * 1024), Container.contentType],
  ])('is answered where it is %s: %i', async (_what, status, body, contentType) => {
    expect((await post(body, contentType)).status).toBe(status)
    await registeredTenant()
  })

  it('is answered where it holds no invocation', async () => {
    const { status, body } = await post(await Container.encode({ delegations: [granted] }))
    expect([status, Failure.json.decode(body).name]).toEqual([400, 'MalformedRequest'])
  })

  it('says where it is broken', async () => {
    const { body } = await post(Buffer.from('a1646e616d65f6', 'hex'))
    expect(Failure.json.decode(body)).toMatchObject({
      name: 'MalformedRequest',
      message: expect.stringMatching(/^Container: /),
    })
  })

  it('is answered where it is none: a GET', async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) })
    expect(response.status).toBe(405)
  })

  it('does no harm where its sender hangs up', async () => {
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

describe('a client of ucanto', () => {
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

  it('registers a tenant, which is then provisioned in either world', async () => {
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

  it('is told CustomerExists of a customer that came in a container', async () => {
    const { out } = await adding(await registeredTenant()).execute(connection)
    expect(out).toMatchObject({ error: { name: 'CustomerExists' } })
  })

  it('is told AccountPlanMissing where it is no customer', async () => {
    const { out } = await providing(await ed25519.generate()).execute(connection)
    expect(out).toMatchObject({ error: { name: 'AccountPlanMissing' } })
  })

  it('is told InvalidCustomerSubject where it is the subject itself', async () => {
    const own = { with: agent.did(), proofs: [] }
    const { out } = await adding(ES256KSigner.generate(), own).execute(connection)
    expect(out).toMatchObject({ error: { name: 'InvalidCustomerSubject' } })
  })

  it('is told MalformedArguments, and where', async () => {
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
        message: 'customer.AddArguments: product: expected a DID, found "free"',
      },
    })
  })

  it('is refused as a stranger, and with what ended', async () => {
    const tenant = ES256KSigner.generate()
    for (const options of [{ proofs: [] }, { expiration: now - 10 }]) {
      const { out } = await adding(tenant, options).execute(connection)
      expect(out).toMatchObject({ error: { name: 'Unauthorized' } })
    }
    expect((await adding(tenant).execute(connection)).out).toEqual({ ok: {} })
  })

  it('gets the same receipt, byte for byte, of an invocation that it sends again', async () => {
    const invocation = await adding(ES256KSigner.generate()).delegate()
    const message = await Message.build({ invocations: [invocation] })
    const { body } = CAR.request.encode(message as never)
    const first = await post(body, CAR.contentType)
    expect(first.status).toBe(200)
    expect(await post(body, CAR.contentType)).toEqual(first)
    expect(Buffer.from(first.body).includes('CustomerExists')).toBe(false)
  })
})

describe('after all of it, the upload service', () => {
  it('has found nothing to complain of', () => expect(program.stderr).toBe(''))
})
