import * as Client from '@ucanto/client'
import type { Delegation, Failure, InferInvokedCapability, Signer } from '@ucanto/interface'
import * as ed25519 from '@ucanto/principal/ed25519'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DID } from '../../src/index.js'
import { customer, provider } from '../../src/ucanto/index.js'
import { serve, type Running } from './http.js'
import { UploadService, type UploadMethods } from './upload-service.js'

type CustomerAdd = InferInvokedCapability<typeof customer.add>
type Arguments = CustomerAdd['nb']

/** A tenant as Hilt registers it. DAG-CBOR and the reference sort the keys of its details differently. */
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
let running: Running<UploadMethods>

beforeAll(async () => {
  ;[upload, hilt, stranger] = await Promise.all([
    ed25519.generate(),
    ed25519.generate(),
    ed25519.generate(),
  ])
  service = new UploadService()
  running = await serve<UploadMethods>(upload, service)
})

afterAll(async () => {
  await running[Symbol.asyncDispose]()
})

beforeEach(() => {
  service.customers.length = 0
  service.subscriptions.length = 0
})

/** Returns a delegation of `customer/add` by the upload service, to Hilt by default. */
function delegated(nb: Partial<Arguments> = {}, audience = hilt): Promise<Delegation> {
  return customer.add.delegate({ issuer: upload, audience, with: upload.did(), nb })
}

/** Invokes `customer/add` on the upload service, by default as Hilt, and returns the result. */
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

/** Sends an invocation without validating it, and returns the result. */
async function send(capability: { can: 'customer/add'; with: string; nb?: unknown }) {
  const invocation = Client.invoke({
    issuer: upload,
    audience: upload,
    capability: capability as CustomerAdd,
  })
  return (await invocation.execute(running.connection)).out
}

function failure(out: { error?: Failure | undefined }): Failure {
  if (out.error === undefined) throw new Error('expected a failure, received a success')
  return out.error
}

describe('customer/add', () => {
  test('accepts an invocation by the service, which is the subject', async () => {
    expect(await add(tenant, [], upload)).toEqual({ ok: {} })
    expect(service.customers).toStrictEqual([tenant])
  })

  test('accepts an invocation with a delegation', async () => {
    expect(await add(tenant, [await delegated()])).toEqual({ ok: {} })
    expect(service.customers).toStrictEqual([tenant])
  })

  test('accepts an invocation with a delegation that fixes fields', async () => {
    const { externalAccount: _, details: __, ...fixed } = tenant
    expect(await add(tenant, [await delegated(fixed)])).toEqual({ ok: {} })
    expect(service.customers).toStrictEqual([tenant])
  })

  test('accepts an invocation with a delegation of the namespace', async () => {
    const proof = await Client.delegate({
      issuer: upload,
      audience: hilt,
      capabilities: [{ can: 'customer/*', with: upload.did() }],
    })
    expect(await add(tenant, [proof])).toEqual({ ok: {} })
  })

  test('enforces the fields that each of two delegations fixes', async () => {
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
      'customer.AddArguments: product: expected the value that the delegation fixes',
    )
    const otherDetails = { ...tenant, details: {} }
    expect(failure(await add(otherDetails, [narrow], stranger)).message).toContain(
      'customer.AddArguments: details: expected the value that the delegation fixes',
    )
    expect(service.customers).toHaveLength(1)
  })

  test('rejects a delegation that changes a field that its proof fixes', async () => {
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

  test('rejects an invocation without a delegation', async () => {
    expect(failure(await add(tenant, [])).name).toBe('Unauthorized')
    expect(service.customers).toEqual([])
  })

  test('rejects a delegation to another audience', async () => {
    const out = await add(tenant, [await delegated({}, stranger)])
    expect(failure(out).name).toBe('Unauthorized')
    expect(service.customers).toEqual([])
  })

  test('rejects a delegation with another subject', async () => {
    const proof = await customer.add.delegate({
      issuer: stranger,
      audience: hilt,
      with: stranger.did(),
    })
    const { name, message } = failure(await add(tenant, [proof]))
    expect(name).toBe('Unauthorized')
    expect(message).toContain(`expected the subject ${stranger.did()}, received ${upload.did()}`)
    expect(service.customers).toEqual([])
  })

  test('rejects a customer other than the one that the delegation fixes', async () => {
    const proof = await delegated({ customer: tenant.customer })
    const other = { ...tenant, customer: 'did:plc:7iza6de2dwap2sbkpav7c6c6' } as const
    const { name, message } = failure(await add(other, [proof]))
    expect(name).toBe('Unauthorized')
    expect(message).toContain(
      'customer.AddArguments: customer: expected the value that the delegation fixes',
    )
    expect(service.customers).toEqual([])
  })

  test('is rejected by the handler, not by ucanto, if a stranger is the subject', async () => {
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

  test('passes arguments with unusual strings to the handler, as plain objects', async () => {
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
    const [received] = service.customers
    expect(Object.hasOwn(received!, 'externalAccount')).toBe(false)
    expect(Object.getPrototypeOf(received!.details)).toBe(Object.prototype)
  })

  test('rejects a subject that is not a DID', async () => {
    const out = await send({ can: 'customer/add', with: 'mailto:alice@web.example', nb: tenant })
    const { name, message } = failure(out)
    expect(name).toBe('Unauthorized')
    expect(message).toContain('did: expected DID, received "mailto:alice@web.example"')
    expect(service.customers).toEqual([])
  })

  test.for<[string, Record<string, string>]>([
    ['a key __proto__', JSON.parse('{"__proto__":"x","plan":"pro"}') as Record<string, string>],
    ['a value with a BOM', { plan: '\uFEFFpro' }],
    ['a key with a BOM', { '\uFEFFplan': 'pro' }],
  ])('rejects details that ucanto changes: %s', async ([, details]) => {
    const out = await add({ ...tenant, details }, [], upload)
    expect(failure(out).message).toContain('does not has a valid signature')
    expect(service.customers).toEqual([])
  })
})

describe('a delegation that fixes details', () => {
  const details = { external_id: 'org_1', region: 'eu-central-1' }

  test('allows the same details in any order', async () => {
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
    ['an additional key', { ...details, plan: 'pro' }],
    ['a missing key', { region: 'eu-central-1' }],
    ['another key', { externalId: 'org_1', region: 'eu-central-1' }],
    ['swapped values', { external_id: 'eu-central-1', region: 'org_1' }],
    ['empty details', {}],
  ])('rejects %s', async ([, other]) => {
    const out = await add({ ...tenant, details: other }, [await delegated({ details })])
    expect(failure(out).message).toContain(
      'customer.AddArguments: details: expected the value that the delegation fixes',
    )
    expect(service.customers).toEqual([])
  })

  test('allows only empty details if it fixes empty details', async () => {
    const proof = await delegated({ details: {} })
    expect(await add({ ...tenant, details: {} }, [proof])).toEqual({ ok: {} })
    expect(failure(await add(tenant, [proof])).name).toBe('Unauthorized')
    expect(service.customers).toHaveLength(1)
  })
})

describe('a delegation that fixes an optional field', () => {
  test('rejects an invocation without the field', async () => {
    const { externalAccount, ...without } = tenant
    const proof = await delegated({ externalAccount: externalAccount! })
    expect(await add(tenant, [proof])).toEqual({ ok: {} })
    const out = await add(without, [proof])
    expect(failure(out).message).toContain(
      'customer.AddArguments: externalAccount: expected the value that the delegation fixes',
    )
    expect(service.customers).toHaveLength(1)
  })
})

describe('malformed arguments of customer/add', () => {
  const { product: _, ...withoutProduct } = tenant

  test.for<[string, NonNullable<unknown> | undefined, string]>([
    ['a missing field', withoutProduct, 'customer.AddArguments: product: missing required field'],
    ['empty arguments', {}, 'customer.AddArguments: details: missing required field'],
    [
      'a malformed DID',
      { ...tenant, customer: 'alice' },
      'customer.AddArguments: customer: expected DID, received "alice"',
    ],
    [
      'a did:key that is not base58btc',
      { ...tenant, customer: 'did:key:zO0' },
      'customer.AddArguments: customer: expected DID, received "did:key:zO0"',
    ],
    [
      'a number in details',
      { ...tenant, details: { plan: 3 } },
      'customer.AddArguments: details.plan: expected string, received 3',
    ],
    [
      'a list as details',
      { ...tenant, details: ['pro'] },
      'customer.AddArguments: details: expected map, received list',
    ],
    [
      'null as an optional field',
      { ...tenant, externalAccount: null },
      'customer.AddArguments: externalAccount: expected string, received null',
    ],
    [
      'an unknown field',
      { ...tenant, account: 'stripe:cus_1' },
      'customer.AddArguments: account: unknown field',
    ],
    ['a string as arguments', 'nb', 'customer.AddArguments: expected map, received string'],
    ['a list as arguments', [tenant], 'customer.AddArguments: expected map, received list'],
    ['absent arguments', undefined, 'customer.AddArguments: details: missing required field'],
  ])('are rejected: %s', async ([, nb, reason]) => {
    const out = await send({ can: 'customer/add', with: upload.did(), ...(nb && { nb }) })
    const { name, message } = failure(out)
    expect(name).toBe('Unauthorized')
    expect(message).toContain(reason)
    expect(service.customers).toEqual([])
  })

  test('are rejected before they are sent', async () => {
    const options = { issuer: upload, audience: upload, with: upload.did() }
    expect(() => customer.add.invoke({ ...options, nb: withoutProduct as Arguments })).toThrow(
      "Invalid 'nb' - customer.AddArguments: product: missing required field",
    )
    await expect(
      customer.add.delegate({ ...options, nb: { details: { plan: 3 as never } } }),
    ).rejects.toThrow(
      "Invalid 'nb' - customer.AddArguments: details.plan: expected string, received 3",
    )
  })
})

describe('a delegation that fixes an unknown or null field', () => {
  test('allows no invocation if the field is unknown', async () => {
    const proof = await Client.delegate({
      issuer: upload,
      audience: hilt,
      capabilities: [{ can: 'customer/add', with: upload.did(), nb: { region: 'eu-central-1' } }],
    })
    expect(failure(await add(tenant, [proof])).message).toContain(
      'customer.AddArguments: region: unknown field',
    )
    expect(service.customers).toEqual([])
  })

  test('allows no invocation if the field is null', async () => {
    const proof = await Client.delegate({
      issuer: upload,
      audience: hilt,
      capabilities: [{ can: 'customer/add', with: upload.did(), nb: { details: null } }],
    })
    expect(failure(await add(tenant, [proof])).message).toContain(
      'customer.AddArguments: details: expected map, received null',
    )
    expect(service.customers).toEqual([])
  })
})

describe('provider/add', () => {
  let payer: Signer
  let space: Signer
  let args: { provider: DID; consumer: DID }

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

  test('accepts an invocation by the customer, which is the subject', async () => {
    expect(await provision(args, [], payer)).toEqual({ ok: { id: 'subscription 1' } })
    expect(service.subscriptions).toStrictEqual([args])
  })

  test('accepts an invocation with a delegation', async () => {
    const proof = await provider.add.delegate({
      issuer: payer,
      audience: hilt,
      with: payer.did(),
    })
    expect(await provision(args, [proof], hilt)).toEqual({ ok: { id: 'subscription 1' } })
    expect(service.subscriptions).toStrictEqual([args])
  })

  test('rejects a consumer other than the one that the delegation fixes', async () => {
    const proof = await provider.add.delegate({
      issuer: payer,
      audience: hilt,
      with: payer.did(),
      nb: { consumer: space.did() },
    })
    expect(await provision(args, [proof], hilt)).toEqual({ ok: { id: 'subscription 1' } })
    const out = await provision({ ...args, consumer: stranger.did() }, [proof], hilt)
    expect(failure(out).message).toContain(
      'provider.AddArguments: consumer: expected the value that the delegation fixes',
    )
    expect(service.subscriptions).toStrictEqual([args])
  })

  test('rejects an invocation without a delegation', async () => {
    expect(failure(await provision(args, [], hilt)).name).toBe('Unauthorized')
    expect(service.subscriptions).toEqual([])
  })

  test('rejects a subject that is not a customer', async () => {
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

describe('a service with a did:web', () => {
  const uploadDID = 'did:web:up.example'
  const hiltDID = 'did:web:hilt.example'

  test('accepts only its did:web as the subject, and delegates to another did:web', async () => {
    const named = upload.withDID(uploadDID)
    const namedHilt = hilt.withDID(hiltDID)
    const own = new UploadService()
    await using server = await serve<UploadMethods>(named, own, {
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
    const invoke = (issuer: Signer, subject: DID, proofs: Delegation[]) =>
      customer.add
        .invoke({ issuer, audience: named, with: subject, nb: tenant, proofs })
        .execute(server.connection)

    expect((await invoke(namedHilt, uploadDID, [proof])).out).toEqual({ ok: {} })
    expect((await invoke(named, uploadDID, [])).out).toEqual({ ok: {} })
    expect(own.customers).toStrictEqual([tenant, tenant])

    // The did:key and the did:web of the service are different subjects and different issuers. A
    // signer with another key cannot issue as the did:web of Hilt.
    expect(failure((await invoke(upload, upload.did(), [])).out).name).toBe(
      'InvalidCustomerSubject',
    )
    expect(failure((await invoke(upload, uploadDID, [])).out).name).toBe('Unauthorized')
    const impostor = stranger.withDID(hiltDID)
    expect(failure((await invoke(impostor, uploadDID, [proof])).out).name).toBe('Unauthorized')
    expect(own.customers).toHaveLength(2)
  })
})
