import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { didDocument, execute } from '../../src/http/index.js'
import { customer, provider, s3, Unit, type Command, type DID } from '../../src/index.js'
import {
  attest,
  delegate,
  Ed25519,
  invoke,
  mailtoDID,
  Secp256k1,
  type Delegation,
  type Invocation,
  type KeySigner,
  type Signer,
} from '../../src/ucan/index.js'
import { Program } from './program.js'

const OTHER_PROVIDER = 'did:web:other.example'
const folder = mkdtempSync(join(tmpdir(), 'libforge-upload-service-'))
const hilt = await Ed25519.generate()
const stranger = await Ed25519.generate()

let webServer: Server
let organization: KeySigner
let program: Program
let did: DID
let url: string
let service: KeySigner
let granted: Delegation

async function startService(env: Record<string, string> = {}): Promise<void> {
  const origin = `http://127.0.0.1:${(webServer.address() as AddressInfo).port}`
  const options = { DATA_DIR: folder, PROVIDERS: OTHER_PROVIDER, DID_WEB: origin }
  program = new Program('upload-service', { ...options, ...env })
  ;({ did, url } = await program.listening())
  service = await Ed25519.fromPEM(readFileSync(join(env['DATA_DIR'] ?? folder, 'key.pem'), 'utf8'))
  // With a fixed nonce, the delegation is the same after a restart.
  const nonce = new Uint8Array(16)
  const grant = { audience: hilt.did, subject: did, expiration: null, nonce }
  granted = await delegate(customer.add, { issuer: service, ...grant })
}

beforeAll(async () => {
  webServer = createServer((_request, response) => {
    response.end(JSON.stringify(didDocument(organization)))
  })
  webServer.listen(0, '127.0.0.1')
  await once(webServer, 'listening')
  const { port } = webServer.address() as AddressInfo
  organization = (await Ed25519.generate()).withDID(`did:web:127.0.0.1%3A${port}`)
  await startService()
}, 30_000)

afterAll(async () => {
  await program[Symbol.asyncDispose]()
  webServer.close()
  rmSync(folder, { recursive: true })
})

function send<A, O>(
  command: Command<A, O>,
  invocation: Invocation,
  proofs: readonly Delegation[] = [],
) {
  return execute(command, invocation, { url, proofs, signal: AbortSignal.timeout(10_000) })
}

/** Sends an invocation. Returns the name of the failure, or `undefined` for a success. */
async function failureOf(
  command: Command,
  invocation: Invocation,
  proofs: readonly Delegation[] = [],
): Promise<string | undefined> {
  const result = await send(command, invocation, proofs)
  return 'error' in result ? result.error.name : undefined
}

/** Returns an invocation of `/customer/add`. Hilt is the default issuer. */
function registration(tenant: DID, options: { issuer?: Signer; subject?: DID } = {}) {
  const isHilt = options.issuer === undefined
  return invoke(customer.add, {
    issuer: hilt,
    audience: did,
    subject: did,
    arguments: {
      customer: tenant,
      product: 'did:web:starter.example',
      details: { external_id: 'org-1', region: 'eu-central-1' },
    },
    proofs: isHilt ? [granted] : [],
    ...options,
  })
}

/** Returns an invocation of `/provider/add`. The issuer is also the subject. */
function provisioning(issuer: Signer, consumer: DID, providerDID: DID = did) {
  return invoke(provider.add, {
    issuer,
    audience: did,
    subject: issuer.did as DID,
    arguments: { provider: providerDID, consumer },
  })
}

/** Registers a new customer, and returns its signer. */
async function newCustomer(): Promise<KeySigner> {
  const tenant = await Secp256k1.generate()
  expect(await failureOf(customer.add, await registration(tenant.did), [granted])).toBe(undefined)
  return tenant
}

async function newSpace(): Promise<DID> {
  return (await Ed25519.generate()).did
}

/** Provisions a new space, and returns the identifier of the subscription. */
async function subscriptionOf(issuer: Signer, providerDID: DID = did): Promise<string> {
  const result = await send(provider.add, await provisioning(issuer, await newSpace(), providerDID))
  if ('error' in result) throw new Error(result.error.name)
  return result.ok.id
}

describe('the upload service', () => {
  it('opens one subscription for each customer and provider', async () => {
    const [tenant, other] = [await newCustomer(), await newCustomer()]
    const id = await subscriptionOf(tenant)
    expect(await subscriptionOf(tenant)).toBe(id)
    expect(await subscriptionOf(other)).not.toBe(id)
    const second = await subscriptionOf(tenant, OTHER_PROVIDER)
    expect(second).not.toBe(id)
    expect(await subscriptionOf(tenant, OTHER_PROVIDER)).toBe(second)
  })

  it('accepts only its own attestations of a did:mailto', async () => {
    const account = mailtoDID('alice@example.com')
    expect(await failureOf(customer.add, await registration(account), [granted])).toBe(undefined)
    expect(await subscriptionOf(attest(account, service))).toMatch(/./)
    const forged = await provisioning(attest(account, stranger), await newSpace())
    expect(await failureOf(provider.add, forged)).toBe('InvalidSignature')
  })

  it('returns the same receipt if one invocation is sent five times at once', async () => {
    const invocation = await registration((await Secp256k1.generate()).did)
    const results = await Promise.all(
      Array.from({ length: 5 }, () => send(customer.add, invocation, [granted])),
    )
    const [first] = results
    expect(first).toHaveProperty('ok')
    for (const { receipt } of results) expect(receipt.bytes).toEqual(first!.receipt.bytes)
  })

  it('registers a customer once if eight invocations add it at the same time', async () => {
    const { did: tenant } = await Secp256k1.generate()
    const names = await Promise.all(
      Array.from({ length: 8 }, async () =>
        failureOf(customer.add, await registration(tenant), [granted]),
      ),
    )
    const expected = [...Array.from({ length: 7 }, () => 'CustomerExists'), undefined]
    expect(names.toSorted()).toEqual(expected)
  })

  it('rejects a space already provisioned with the provider, for any customer', async () => {
    const [tenant, other] = [await newCustomer(), await newCustomer()]
    const space = await newSpace()
    expect(await failureOf(provider.add, await provisioning(tenant, space))).toBe(undefined)
    for (const issuer of [tenant, other]) {
      const again = await provisioning(issuer, space)
      expect(await failureOf(provider.add, again)).toBe('ConsumerExists')
    }
  })

  it('rejects a provider that is not configured', async () => {
    const invocation = await provisioning(
      await newCustomer(),
      await newSpace(),
      'did:web:x.example',
    )
    expect(await failureOf(provider.add, invocation)).toBe('ProviderNotAllowed')
  })

  it('rejects a subject that is not a customer, until it is registered', async () => {
    const tenant = await Secp256k1.generate()
    const invocation = await provisioning(tenant, await newSpace())
    expect(await failureOf(provider.add, invocation)).toBe('AccountPlanMissing')
    await send(customer.add, await registration(tenant.did), [granted])
    expect(await failureOf(provider.add, invocation)).toBe(undefined)
  })

  it('rejects a provisioning whose subject is a did:web', async () => {
    const invocation = await provisioning(organization, await newSpace())
    expect(await failureOf(provider.add, invocation)).toBe('InvalidAccount')
  })

  it('rejects a registration whose subject is not the service', async () => {
    const options = { issuer: stranger, subject: stranger.did }
    const invocation = await registration(await newSpace(), options)
    expect(await failureOf(customer.add, invocation)).toBe('InvalidCustomerSubject')
  })

  it('rejects a registration without the delegation, and stores nothing', async () => {
    const tenant = await Secp256k1.generate()
    const unproved = await registration(tenant.did, { issuer: stranger })
    expect(await failureOf(customer.add, unproved)).toBe('InvalidClaim')
    expect(await failureOf(customer.add, await registration(tenant.did))).toBe('UnavailableProof')
    expect(await failureOf(customer.add, await registration(tenant.did), [granted])).toBe(undefined)
  })

  it.each<Pick<Command, 'name'>>([customer.add, provider.add])(
    'rejects malformed arguments of $name',
    async ({ name }) => {
      const command: Command = { name, arguments: Unit, ok: Unit }
      const own = { issuer: service, subject: did, arguments: {} }
      const result = await send(command, await invoke(command, own))
      expect(result).toMatchObject({ error: { name: 'MalformedArguments' } })
      expect(result).toMatchObject({
        error: { message: expect.stringContaining('AddArguments: ') },
      })
    },
  )

  it('rejects an unsupported command', async () => {
    const request = { method: 'GET', headers: {}, url: '/' }
    const own = { issuer: service, subject: did, arguments: { request } }
    const invocation = await invoke(s3.bucket.list, own)
    expect(await failureOf(s3.bucket.list, invocation)).toBe('HandlerNotFound')
  })
})

describe('the upload service after it was killed', () => {
  it('keeps its key, its records and its receipts', async () => {
    const tenants = await Promise.all(
      Array.from({ length: 10 }, async () => await Secp256k1.generate()),
    )
    const registrations = await Promise.all(tenants.map(({ did: tenant }) => registration(tenant)))
    const before = await Promise.all(
      registrations.map((invocation) => send(customer.add, invocation, [granted])),
    )
    const space = await newSpace()
    const provision = await provisioning(tenants[0]!, space)
    const provisioned = await send(provider.add, provision)
    const oldDID = did
    await program.kill()
    await startService()
    expect(did).toBe(oldDID)
    for (const [i, invocation] of registrations.entries()) {
      const { receipt } = await send(customer.add, invocation, [granted])
      expect(receipt.bytes).toEqual(before[i]!.receipt.bytes)
      const again = await registration(tenants[i]!.did)
      expect(await failureOf(customer.add, again, [granted])).toBe('CustomerExists')
    }
    const repeated = await send(provider.add, provision)
    expect(repeated.receipt.bytes).toEqual(provisioned.receipt.bytes)
    expect(await subscriptionOf(tenants[0]!)).toBe('ok' in repeated ? repeated.ok.id : undefined)
  }, 30_000)

  it('repeats the result of an invocation whose receipt is lost', async () => {
    const tenant = await newCustomer()
    const registered = await registration(await newSpace())
    expect(await failureOf(customer.add, registered, [granted])).toBe(undefined)
    const provision = await provisioning(tenant, await newSpace())
    const first = await send(provider.add, provision)
    await program.kill()
    const database = await PGlite.create(join(folder, 'postgres'))
    await database.query('delete from receipts')
    await database.close()
    await startService()
    expect(await failureOf(customer.add, registered, [granted])).toBe(undefined)
    const second = await send(provider.add, provision)
    expect(second).toMatchObject({ ok: 'ok' in first ? first.ok : undefined })
  }, 30_000)
})

describe('the upload service on a Postgres server', () => {
  it('keeps its records and receipts after it was killed', async () => {
    const database = await PGlite.create()
    const server = new PGLiteSocketServer({ db: database, port: 0, maxConnections: 20 })
    await server.start()
    const DATABASE_URL = `postgres://postgres@${server.getServerConn()}/postgres`
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'libforge-upload-service-'))
    await program.kill()
    await startService({ DATABASE_URL, DATA_DIR })
    try {
      const tenant = await newCustomer()
      const id = await subscriptionOf(tenant)
      const again = await registration(tenant.did)
      const { receipt } = await send(customer.add, again, [granted])
      await program.kill()
      await startService({ DATABASE_URL, DATA_DIR })
      const repeated = await send(customer.add, again, [granted])
      expect(repeated).toMatchObject({ error: { name: 'CustomerExists' } })
      expect(repeated.receipt.bytes).toEqual(receipt.bytes)
      expect(await subscriptionOf(tenant)).toBe(id)
    } finally {
      await program.kill()
      await server.stop()
      await database.close()
      rmSync(DATA_DIR, { recursive: true })
    }
  }, 60_000)
})
