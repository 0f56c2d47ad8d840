/*
 * These tests act as Hilt, which keeps the tenants of Fil One: they register tenants with
 * a running upload service, and provision the tenants' buckets. The upload service is a
 * Go program that uses libforge and ucantone.
 *
 * Environment variables. The tests are skipped unless the first two are set:
 * - `UPLOAD_SERVICE_URL`: the URL of a service to which the tests may add customers, such
 *   as `http://127.0.0.1:8080`
 * - `UPLOAD_SERVICE_KEY`: the path of the service's key file, in PEM. With the key, the tests
 *   delegate `/customer/add` to Hilt, and attest the tokens of tenants that are `did:mailto`
 * - `UPLOAD_SERVICE_PLC_PORT`: the port of 127.0.0.1 on which the tests serve a directory of
 *   `did:plc`. The service must use this directory. Without the port, the test that
 *   provisions buckets of a `did:plc` is skipped
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { count } from './counts.js'
import { customer, http, provider, ucan, type DID } from './library.js'

const {
  UPLOAD_SERVICE_URL: url = '',
  UPLOAD_SERVICE_KEY: keyFile = '',
  UPLOAD_SERVICE_PLC_PORT: plcPort = '',
} = process.env

const isConfigured = url !== '' && keyFile !== ''
if (!isConfigured) {
  count('test files not run: UPLOAD_SERVICE_URL or UPLOAD_SERVICE_KEY is not set', 1)
}

let service: ucan.KeySigner
let hilt: ucan.KeySigner
let grant: ucan.Delegation
let directory: Server | undefined
/** The signers of the tenants in the directory, by their DIDs. */
const tenants = new Map<string, ucan.KeySigner>()

beforeAll(async () => {
  if (!isConfigured) return
  service = await ucan.Ed25519.fromPEM(readFileSync(keyFile, 'utf8'))
  hilt = await ucan.Ed25519.generate()
  grant = await ucan.delegate(customer.add, {
    issuer: service,
    audience: hilt.did,
    subject: service.did,
    expiration: null,
  })
  if (plcPort === '') return
  directory = createServer(({ url: path }, response) => {
    const tenant = tenants.get(path!.slice(1))
    response.writeHead(tenant === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(tenant && JSON.stringify(http.didDocument(tenant)))
  })
  directory.listen(Number(plcPort), '127.0.0.1')
  await once(directory, 'listening')
})

afterAll(async () => {
  if (directory === undefined) return
  directory.closeAllConnections()
  directory.close()
  await once(directory, 'close')
})

function randomString(length: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567'
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return [...bytes].map((byte) => letters[byte % 32]).join('')
}

/**
 * Returns the signer of a new tenant. For a `did:plc`, adds the tenant to the directory, or
 * skips the test if there is no directory.
 */
async function newTenant(
  kind: 'did:mailto' | 'did:plc',
  context: TestContext,
): Promise<ucan.Signer> {
  if (kind === 'did:mailto') {
    return ucan.attest(ucan.mailtoDID(`${randomString(12)}@mail.example`), service)
  }
  if (plcPort === '') context.skip('needs UPLOAD_SERVICE_PLC_PORT')
  const tenant = (await ucan.Ed25519.generate()).withDID(`did:plc:${randomString(24)}`)
  tenants.set(tenant.did, tenant)
  return tenant
}

async function registrationOf(
  tenant: DID,
  options: Partial<ucan.InvokeOptions<customer.AddArguments>> = {},
): Promise<ucan.Invocation> {
  const externalID = crypto.randomUUID()
  return await ucan.invoke(customer.add, {
    issuer: hilt,
    subject: service.did,
    arguments: {
      customer: tenant,
      externalAccount: `f1:${externalID}`,
      product: 'did:web:starter.example',
      details: { external_id: externalID, region: 'eu-central-1' },
    },
    proofs: [grant],
    ...options,
  })
}

async function register(
  tenant: DID,
  options: Partial<ucan.InvokeOptions<customer.AddArguments>> = {},
): Promise<http.Execution<customer.AddOK>> {
  const invocation = await registrationOf(tenant, options)
  return await http.execute(customer.add, invocation, { url, proofs: [grant] })
}

/** Invokes `/provider/add` for a bucket, with the consent of the tenant. */
async function provision(
  tenant: ucan.Signer,
  consumer: DID,
  to: DID = service.did,
): Promise<http.Execution<provider.AddOK>> {
  const subject = tenant.did as DID
  const consent = await ucan.delegate(provider.add, {
    issuer: tenant,
    audience: hilt.did,
    subject,
    expiration: Math.floor(Date.now() / 1000) + 60,
  })
  const invocation = await ucan.invoke(provider.add, {
    issuer: hilt,
    audience: service.did,
    subject,
    arguments: { provider: to, consumer },
    proofs: [consent],
  })
  return await http.execute(provider.add, invocation, { url, proofs: [consent] })
}

describe.runIf(isConfigured)('the upload service in Go', () => {
  it('registers a tenant once, and signs the receipts', async () => {
    const tenant: DID = `did:plc:${randomString(24)}`
    const first = await register(tenant)
    expect(first).toMatchObject({ ok: {}, receipt: { executor: service.did } })
    expect(await register(tenant)).toMatchObject({
      error: { name: customer.failures.CustomerExists },
      receipt: { executor: service.did },
    })
  })

  it('serves the receipt of a registration', async () => {
    const invocation = await registrationOf(`did:plc:${randomString(24)}`)
    const { receipt } = await http.execute(customer.add, invocation, { url, proofs: [grant] })
    const options = { url, executor: service.did, attempts: 1 }
    const polled = await http.poll(customer.add, invocation.task, options)
    expect(polled).toMatchObject({ ok: {} })
    expect(polled.receipt.cid).toEqual(receipt.cid)
  })

  it.for(['did:mailto', 'did:plc'] as const)(
    'gives each bucket of a %s one subscription, and rejects other providers',
    async (kind, context) => {
      const tenant = await newTenant(kind, context)
      expect(await register(tenant.did as DID)).toMatchObject({ ok: {} })
      const buckets = await Promise.all([ucan.Ed25519.generate(), ucan.Ed25519.generate()])
      const subscriptions: string[] = []
      for (const { did } of buckets) {
        const result = await provision(tenant, did)
        if ('error' in result) throw new Error(`${result.error.name}: ${result.error.message}`)
        subscriptions.push(result.ok.id)
      }
      expect(new Set(subscriptions).size).toBe(2)
      expect(await provision(tenant, buckets[0]!.did)).toMatchObject({
        error: { name: 'ConsumerExists' },
      })
      expect(await provision(tenant, hilt.did, 'did:web:other.example')).toMatchObject({
        error: { name: 'ProviderNotAllowed' },
      })
    },
  )

  it('does not provision a bucket of a tenant that is not registered', async (context) => {
    const stranger = await newTenant('did:mailto', context)
    expect(await provision(stranger, hilt.did)).toMatchObject({
      error: { name: 'AccountPlanMissing' },
    })
  })

  it('authorizes what the library authorizes, and fails with the same error names', async () => {
    const tenant: DID = `did:plc:${randomString(24)}`
    const namesOf = async (
      options: Partial<ucan.InvokeOptions<customer.AddArguments>>,
      proofs: ucan.Delegation[] = [],
    ): Promise<string[]> => {
      const invocation = await registrationOf(tenant, options)
      const result = await http.execute(customer.add, invocation, { url, proofs })
      const here = await ucan
        .authorize(invocation, { audience: service.did, proofs })
        .catch((error: ucan.AuthorizationError) => error)
      return ['error' in result ? result.error.name : 'ok', 'name' in here ? here.name : 'ok']
    }
    expect(await namesOf({ proofs: [] })).toEqual(['InvalidClaim', 'InvalidClaim'])
    expect(await namesOf({})).toEqual(['UnavailableProof', 'UnavailableProof'])
    expect(await namesOf({ expiration: 1 }, [grant])).toEqual(['Expired', 'Expired'])
    expect(await namesOf({}, [grant])).toEqual(['ok', 'ok'])
  })

  it('executes each invocation of a batch', async () => {
    const invocations = await Promise.all(
      Array.from({ length: 3 }, () => registrationOf(`did:plc:${randomString(24)}`)),
    )
    const [first, ...others] = invocations
    const tokens = { invocations: others }
    const result = await http.execute(customer.add, first!, { url, proofs: [grant], tokens })
    expect(result).toMatchObject({ ok: {} })
    const ran = result.tokens.receipts.map((receipt) => String(receipt.ran))
    expect(ran.sort()).toEqual(invocations.map(({ task }) => String(task)).sort())
  })
})
