import * as Client from '@ucanto/client'
import type { Delegation, Failure, Signer } from '@ucanto/interface'
import * as ed25519 from '@ucanto/principal/ed25519'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { customer, provider, type CustomerAdd, type Service } from '../../src/ucanto/index.js'
import { serve, type Running } from './http.js'
import { UploadService } from './upload-service.js'

type Arguments = CustomerAdd['nb']

/** As Hilt registers a tenant: these keys part the two ways to sort. */
const tenant: Arguments = {
  customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  externalAccount: 'f1:org_1',
  product: 'did:web:starter.example',
  details: { external_id: 'org_1', region: 'eu-central-1' },
}

let upload: Signer
let hilt: Signer
let stranger: Signer
let service: UploadService
let running: Running<Pick<Service, 'customer' | 'provider'>>

beforeAll(async () => {
  ;[upload, hilt, stranger] = await Promise.all([
    ed25519.generate(),
    ed25519.generate(),
    ed25519.generate(),
  ])
  service = new UploadService()
  running = await serve<Pick<Service, 'customer' | 'provider'>>(upload, service)
})

afterAll(async () => {
  await running[Symbol.asyncDispose]()
})

beforeEach(() => {
  service.customers.length = 0
  service.subscriptions.length = 0
})

/** What the upload service delegates to Hilt. */
function delegated(nb: Partial<Arguments> = {}, audience = hilt): Promise<Delegation> {
  return customer.add.delegate({ issuer: upload, audience, with: upload.did(), nb })
}

/** Hilt invokes `customer/add` on the upload service. */
async function add(nb: Arguments, proofs: Delegation[], issuer = hilt) {
  const invocation = customer.add.invoke({
    issuer,
    audience: upload,
    with: upload.did(),
    nb,
    proofs,
  })
  return (await invocation.execute(running.connection)).out
}

/** The same, past the checks on the side of whoever invokes. */
async function send(capability: { can: 'customer/add'; with: string; nb?: unknown }) {
  const invocation = Client.invoke({
    issuer: upload,
    audience: upload,
    capability: capability as CustomerAdd,
  })
  return (await invocation.execute(running.connection)).out
}

function failure(out: { error?: Failure | undefined }): Failure {
  if (out.error === undefined) throw new Error('expected a failure, found a success')
  return out.error
}

describe('customer/add', () => {
  test('is invoked by the service itself, which is the subject', async () => {
    expect(await add(tenant, [], upload)).toEqual({ ok: {} })
    expect(service.customers).toStrictEqual([tenant])
  })

  test('is invoked through a delegation', async () => {
    expect(await add(tenant, [await delegated()])).toEqual({ ok: {} })
    expect(service.customers).toStrictEqual([tenant])
  })

  test('is invoked through a delegation that fixes fields', async () => {
    const { externalAccount: _, details: __, ...fixed } = tenant
    expect(await add(tenant, [await delegated(fixed)])).toEqual({ ok: {} })
    expect(service.customers).toStrictEqual([tenant])
  })

  test('is invoked through a delegation of all of a namespace', async () => {
    const proof = await Client.delegate({
      issuer: upload,
      audience: hilt,
      capabilities: [{ can: 'customer/*', with: upload.did() }],
    })
    expect(await add(tenant, [proof])).toEqual({ ok: {} })
  })

  test('is invoked through two delegations, bound by what either fixes', async () => {
    const broad = await delegated({ product: tenant.product })
    const narrow = await customer.add.delegate({
      issuer: hilt,
      audience: stranger,
      with: upload.did(),
      nb: { details: tenant.details },
      proofs: [broad],
    })
    expect(await add(tenant, [narrow], stranger)).toEqual({ ok: {} })
    const otherProduct = { ...tenant, product: 'did:web:pro.example' } as const
    expect(failure(await add(otherProduct, [narrow], stranger)).message).toContain(
      'customer.AddArguments: product: is not what the delegation fixes',
    )
    const otherDetails = { ...tenant, details: {} }
    expect(failure(await add(otherDetails, [narrow], stranger)).message).toContain(
      'customer.AddArguments: details: is not what the delegation fixes',
    )
    expect(service.customers).toHaveLength(1)
  })

  test('is refused where a second delegation fixes what the first fixes otherwise', async () => {
    const broad = await delegated({ details: { region: 'eu' } })
    const narrow = await customer.add.delegate({
      issuer: hilt,
      audience: stranger,
      with: upload.did(),
      nb: { details: { region: 'us' } },
      proofs: [broad],
    })
    for (const region of ['eu', 'us']) {
      const out = await add({ ...tenant, details: { region } }, [narrow], stranger)
      expect(failure(out).name).toBe('Unauthorized')
    }
    expect(service.customers).toEqual([])
  })

  test('is refused without a delegation', async () => {
    expect(failure(await add(tenant, [])).name).toBe('Unauthorized')
    expect(service.customers).toEqual([])
  })

  test('is refused with a delegation that is for somebody else', async () => {
    const out = await add(tenant, [await delegated({}, stranger)])
    expect(failure(out).name).toBe('Unauthorized')
    expect(service.customers).toEqual([])
  })

  test('is refused with a delegation from somebody else', async () => {
    const proof = await customer.add.delegate({
      issuer: stranger,
      audience: hilt,
      with: stranger.did(),
    })
    const { name, message } = failure(await add(tenant, [proof]))
    expect(name).toBe('Unauthorized')
    expect(message).toContain(
      `the subject is ${upload.did()}, where ${stranger.did()} is delegated`,
    )
    expect(service.customers).toEqual([])
  })

  test('is refused with another customer than the delegation fixes', async () => {
    const proof = await delegated({ customer: tenant.customer })
    const other = { ...tenant, customer: 'did:plc:7iza6de2dwap2sbkpav7c6c6' } as const
    const { name, message } = failure(await add(other, [proof]))
    expect(name).toBe('Unauthorized')
    expect(message).toContain('customer.AddArguments: customer: is not what the delegation fixes')
    expect(service.customers).toEqual([])
  })

  test('is authorized for a stranger who is the subject, so that the handler refuses it', async () => {
    const invocation = customer.add.invoke({
      issuer: stranger,
      audience: upload,
      with: stranger.did(),
      nb: tenant,
    })
    const { out } = await invocation.execute(running.connection)
    expect(failure(out)).toMatchObject({
      name: 'InvalidCustomerSubject',
      message: `${stranger.did()} is not this service`,
    })
    expect(service.customers).toEqual([])
  })

  test('gives the handler what was sent, in values of its own', async () => {
    const odd: Arguments = {
      customer: 'did:mailto:example.com:alice%2Btag',
      product: 'did:web:starter.example%3A8443:plan',
      details: {
        '10': 'ten',
        '9': 'nine',
        '': 'empty',
        '/': 'slash',
        constructor: 'own',
        toString: 'own',
        '\u{1F600}': '\uFFFF',
        '\uFFFF': 'a \u{1F600} b',
      } as Record<string, string>,
    }
    expect(await add(odd, [await delegated({ details: odd.details })])).toEqual({ ok: {} })
    expect(service.customers).toStrictEqual([odd])
    const [got] = service.customers
    expect(Object.hasOwn(got!, 'externalAccount')).toBe(false)
    expect(Object.getPrototypeOf(got!.details)).toBe(Object.prototype)
  })
})

describe('a delegation that fixes details', () => {
  const details = { external_id: 'org_1', region: 'eu-central-1' }

  test('lets the same through, in whatever order', async () => {
    const proof = await delegated({ details })
    const reordered = { region: 'eu-central-1', external_id: 'org_1' }
    for (const same of [details, reordered]) {
      expect(await add({ ...tenant, details: same }, [proof])).toEqual({ ok: {} })
    }
    expect(service.customers).toHaveLength(2)
  })

  test.for<[string, Record<string, string>]>([
    ['another value', { ...details, region: 'us-east-1' }],
    ['a value in another case', { ...details, region: 'EU-central-1' }],
    ['one key more', { ...details, plan: 'pro' }],
    ['one key less', { region: 'eu-central-1' }],
    ['another key', { externalId: 'org_1', region: 'eu-central-1' }],
    ['the values the other way around', { external_id: 'eu-central-1', region: 'org_1' }],
    ['nothing', {}],
  ])('refuses %s', async ([, other]) => {
    const out = await add({ ...tenant, details: other }, [await delegated({ details })])
    expect(failure(out).message).toContain(
      'customer.AddArguments: details: is not what the delegation fixes',
    )
    expect(service.customers).toEqual([])
  })

  test('lets nothing but nothing through where it fixes nothing', async () => {
    const proof = await delegated({ details: {} })
    expect(await add({ ...tenant, details: {} }, [proof])).toEqual({ ok: {} })
    expect(failure(await add(tenant, [proof])).name).toBe('Unauthorized')
    expect(service.customers).toHaveLength(1)
  })
})

describe('a delegation that fixes an optional field', () => {
  test('refuses an invocation that leaves it out', async () => {
    const { externalAccount, ...without } = tenant
    const proof = await delegated({ externalAccount: externalAccount! })
    expect(await add(tenant, [proof])).toEqual({ ok: {} })
    const out = await add(without, [proof])
    expect(failure(out).message).toContain(
      'customer.AddArguments: externalAccount: is not what the delegation fixes',
    )
    expect(service.customers).toHaveLength(1)
  })
})

describe('bad arguments', () => {
  const { product: _, ...withoutProduct } = tenant

  test.for<[string, NonNullable<unknown> | undefined, string]>([
    ['a field is missing', withoutProduct, 'customer.AddArguments: product: is missing'],
    ['all fields are missing', {}, 'customer.AddArguments: customer: is missing'],
    [
      'a DID is none',
      { ...tenant, customer: 'alice' },
      'customer.AddArguments: customer: expected a DID, found "alice"',
    ],
    [
      'a did:key is not base58btc',
      { ...tenant, customer: 'did:key:zO0' },
      'customer.AddArguments: customer: expected a DID, found "did:key:zO0"',
    ],
    [
      'a detail is no text',
      { ...tenant, details: { plan: 3 } },
      'customer.AddArguments: details.plan: expected text, found 3',
    ],
    [
      'details are a list',
      { ...tenant, details: ['pro'] },
      'customer.AddArguments: details: expected a map, found a list',
    ],
    [
      'an optional field is null',
      { ...tenant, externalAccount: null },
      'customer.AddArguments: externalAccount: expected text, found null',
    ],
    [
      'there is a field that the type does not have',
      { ...tenant, account: 'stripe:cus_1' },
      'customer.AddArguments: account: the struct has no such field',
    ],
    ['they are a text', 'nb', 'customer.AddArguments: expected a map, found text'],
    ['they are a list', [tenant], 'customer.AddArguments: expected a map, found a list'],
    ['there are none', undefined, 'customer.AddArguments: customer: is missing'],
  ])('are refused where %s', async ([, nb, reason]) => {
    const out = await send({ can: 'customer/add', with: upload.did(), ...(nb && { nb }) })
    const { name, message } = failure(out)
    expect(name).toBe('Unauthorized')
    expect(message).toContain(reason)
    expect(service.customers).toEqual([])
  })

  test('are refused where the subject is no DID', async () => {
    const out = await send({ can: 'customer/add', with: 'mailto:alice@web.example', nb: tenant })
    const { name, message } = failure(out)
    expect(name).toBe('Unauthorized')
    expect(message).toContain('did: expected a DID, found "mailto:alice@web.example"')
    expect(service.customers).toEqual([])
  })

  test('are refused before they are sent', async () => {
    const options = { issuer: upload, audience: upload, with: upload.did() }
    expect(() => customer.add.invoke({ ...options, nb: withoutProduct as Arguments })).toThrow(
      "Invalid 'nb' - customer.AddArguments: product: is missing",
    )
    await expect(
      customer.add.delegate({ ...options, nb: { details: { plan: 3 as never } } }),
    ).rejects.toThrow("Invalid 'nb' - customer.AddArguments: details.plan: expected text, found 3")
  })

  test.for<[string, Record<string, string>]>([
    ['a key __proto__', JSON.parse('{"__proto__":"x","plan":"pro"}') as Record<string, string>],
    ['a text with a BOM', { plan: '\uFEFFpro' }],
    ['a key with a BOM', { '\uFEFFplan': 'pro' }],
  ])('that ucanto changes underway never arrive: %s', async ([, details]) => {
    const out = await add({ ...tenant, details }, [], upload)
    expect(failure(out).message).toContain('does not has a valid signature')
    expect(service.customers).toEqual([])
  })
})

describe('a delegation with a condition that nobody here knows', () => {
  test('lets nothing through', async () => {
    const proof = await Client.delegate({
      issuer: upload,
      audience: hilt,
      capabilities: [{ can: 'customer/add', with: upload.did(), nb: { region: 'eu-central-1' } }],
    })
    expect(failure(await add(tenant, [proof])).message).toContain(
      'customer.AddArguments: region: the struct has no such field',
    )
    expect(service.customers).toEqual([])
  })

  test('lets nothing through by a null', async () => {
    const proof = await Client.delegate({
      issuer: upload,
      audience: hilt,
      capabilities: [{ can: 'customer/add', with: upload.did(), nb: { details: null } }],
    })
    expect(failure(await add(tenant, [proof])).message).toContain(
      'customer.AddArguments: details: expected a map, found null',
    )
    expect(service.customers).toEqual([])
  })
})

describe('provider/add', () => {
  let payer: Signer
  let space: Signer
  let args: { provider: `did:${string}:${string}`; consumer: `did:${string}:${string}` }

  beforeEach(async () => {
    ;[payer, space] = await Promise.all([ed25519.generate(), ed25519.generate()])
    args = { provider: upload.did(), consumer: space.did() }
    await add({ ...tenant, customer: payer.did() }, [], upload)
  })

  async function provision(nb: typeof args, proofs: Delegation[], issuer: Signer) {
    const invocation = provider.add.invoke({
      issuer,
      audience: upload,
      with: payer.did(),
      nb,
      proofs,
    })
    return (await invocation.execute(running.connection)).out
  }

  test('is invoked by the customer, who is the subject', async () => {
    expect(await provision(args, [], payer)).toEqual({ ok: { id: 'subscription 1' } })
    expect(service.subscriptions).toStrictEqual([args])
  })

  test('is invoked through a delegation', async () => {
    const proof = await provider.add.delegate({
      issuer: payer,
      audience: hilt,
      with: payer.did(),
    })
    expect(await provision(args, [proof], hilt)).toEqual({ ok: { id: 'subscription 1' } })
    expect(service.subscriptions).toStrictEqual([args])
  })

  test('is invoked through a delegation that fixes the consumer, and for no other', async () => {
    const proof = await provider.add.delegate({
      issuer: payer,
      audience: hilt,
      with: payer.did(),
      nb: { consumer: space.did() },
    })
    expect(await provision(args, [proof], hilt)).toEqual({ ok: { id: 'subscription 1' } })
    const out = await provision({ ...args, consumer: stranger.did() }, [proof], hilt)
    expect(failure(out).message).toContain(
      'provider.AddArguments: consumer: is not what the delegation fixes',
    )
    expect(service.subscriptions).toStrictEqual([args])
  })

  test('is refused without a delegation', async () => {
    expect(failure(await provision(args, [], hilt)).name).toBe('Unauthorized')
    expect(service.subscriptions).toEqual([])
  })

  test('is refused for a stranger, who is no customer', async () => {
    const invocation = provider.add.invoke({
      issuer: stranger,
      audience: upload,
      with: stranger.did(),
      nb: args,
    })
    expect(failure((await invocation.execute(running.connection)).out).name).toBe(
      'AccountPlanMissing',
    )
    expect(service.subscriptions).toEqual([])
  })
})

describe('a service known as did:web', () => {
  const uploadDID = 'did:web:up.example'
  const hiltDID = 'did:web:hilt.example'

  test('is the subject by that name, and delegates to others known so', async () => {
    const named = upload.withDID(uploadDID)
    const namedHilt = hilt.withDID(hiltDID)
    const kept = new UploadService()
    await using server = await serve<Pick<Service, 'customer'>>(named, kept, {
      resolveDIDKey: (did) =>
        did === hiltDID
          ? { ok: [hilt.did() as `did:key:${string}`] }
          : {
              error: Object.assign(new Error(did), { name: 'DIDKeyResolutionError', did }) as never,
            },
    })
    const proof = await customer.add.delegate({
      issuer: named,
      audience: namedHilt,
      with: uploadDID,
    })
    const invoke = (issuer: Signer, subject: `did:${string}:${string}`, proofs: Delegation[]) =>
      customer.add
        .invoke({ issuer, audience: named, with: subject, nb: tenant, proofs })
        .execute(server.connection)

    expect((await invoke(namedHilt, uploadDID, [proof])).out).toEqual({ ok: {} })
    expect((await invoke(named, uploadDID, [])).out).toEqual({ ok: {} })
    expect(kept.customers).toStrictEqual([tenant, tenant])

    // The key behind the name is another subject, and so is whoever only claims the name.
    expect(failure((await invoke(upload, upload.did(), [])).out).name).toBe(
      'InvalidCustomerSubject',
    )
    expect(failure((await invoke(upload, uploadDID, [])).out).name).toBe('Unauthorized')
    const impostor = stranger.withDID(hiltDID)
    expect(failure((await invoke(impostor, uploadDID, [proof])).out).name).toBe('Unauthorized')
    expect(kept.customers).toHaveLength(2)
  })
})
