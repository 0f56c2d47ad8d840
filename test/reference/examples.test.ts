import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { Program } from '../examples/program.js'
import { count } from './counts.js'
import { fromHex, toHex } from './hex.js'
import { customer, nameOf, provider, ucan, type Command, type DID } from './library.js'
import { needsGo, startSession } from './session.js'
import { principalOf } from './tokens.js'

/** The built package, which the examples import. */
const BUILT = new URL('../../dist/index.js', import.meta.url)

const folder = mkdtempSync(join(tmpdir(), 'libforge-reference-examples-'))
afterAll(() => rmSync(folder, { recursive: true }))

const reference = startSession()
const hilt = await principalOf({ seed: '21'.repeat(32), signatureType: 'Ed25519' })
const tenant = await principalOf({ seed: '22'.repeat(32), signatureType: 'ES256K' })

const customerArgs: customer.AddArguments = {
  customer: tenant.did,
  product: 'did:web:free.web3.storage',
  details: { external_id: 'f1:1', region: 'us-east-1' },
}

function needsGoAndBuild(context: TestContext): void {
  needsGo(reference, context)
  if (existsSync(BUILT)) return
  count('tests not run: the package was not built', 1)
  context.skip('needs the built package: npm run build')
}

describe('the example upload service, called by the client of the reference', () => {
  let program: Program | undefined
  let service: DID
  let url: string
  let granted: ucan.Delegation

  beforeAll(async () => {
    if (!reference.isReal || !existsSync(BUILT)) return
    const DATA_DIR = join(folder, 'upload-service')
    program = new Program('upload-service', { DATA_DIR })
    ;({ did: service, url } = await program.listening())
    const key = await ucan.Ed25519.fromPEM(readFileSync(join(DATA_DIR, 'key.pem'), 'utf8'))
    const grant = { audience: hilt.did, subject: service, expiration: null }
    granted = await ucan.delegate(customer.add, { issuer: key, ...grant })
  })

  afterAll(async () => {
    await program?.[Symbol.asyncDispose]()
  })

  /** Sends an invocation with the reference, which also verifies the receipt. Returns the result. */
  async function call(
    command: Command,
    invocation: ucan.Invocation,
    proofs: readonly ucan.Delegation[],
  ): Promise<unknown> {
    const { bytes } = await reference.ask('call', {
      url,
      invocation: toHex(invocation.bytes),
      proofs: proofs.map((proof) => toHex(proof.bytes)),
    })
    const verified = await reference.ask('verify', { kind: 'receipt', bytes, key: service })
    expect(verified).toEqual({ valid: true })
    return ucan.resultOf(command, await ucan.Receipt.decode(fromHex(bytes)))
  }

  it('registers a customer once, and provisions a bucket', async (context) => {
    needsGoAndBuild(context)
    const register = () =>
      ucan.invoke(customer.add, {
        issuer: hilt.signer,
        subject: service,
        arguments: customerArgs,
        proofs: [granted],
      })
    const provision = (issuer: typeof tenant) =>
      ucan.invoke(provider.add, {
        issuer: issuer.signer,
        subject: issuer.did,
        audience: service,
        arguments: { provider: service, consumer: 'did:web:bucket.example' },
      })
    const unregistered = await call(provider.add, await provision(hilt), [])
    expect(unregistered).toMatchObject({ error: { name: 'AccountPlanMissing' } })
    expect(await call(customer.add, await register(), [granted])).toEqual({ ok: {} })
    const again = await call(customer.add, await register(), [granted])
    expect(again).toMatchObject({ error: { name: 'CustomerExists' } })
    const provisioned = await call(provider.add, await provision(tenant), [])
    expect(provisioned).toEqual({ ok: { id: expect.any(String) } })
  })
})

describe('the example Hilt, which calls the server of the reference', () => {
  it('accepts the receipts of the reference, also for CustomerExists', async (context) => {
    needsGoAndBuild(context)
    const service = await principalOf({ seed: '23'.repeat(32), signatureType: 'Ed25519' })
    const exists = { name: 'CustomerExists', message: 'the customer exists' }
    const { url } = await reference.ask('serve', {
      ...service.key,
      replies: {
        [nameOf(customer.add)]: { fail: exists },
        [nameOf(provider.add)]: { ok: toHex(provider.AddOK.cbor.encode({ id: 'one' })) },
      },
    })
    const DATA_DIR = join(folder, 'hilt')
    // Without a grant, the program generates its keys, prints an error with its DID, and exits.
    const first = new Program('hilt', { DATA_DIR })
    await expect(first.line(/./)).rejects.toThrow('GRANT')
    const audience = /did:key:\w+/.exec(first.stderr)![0] as DID
    const grant = { audience, subject: service.did, expiration: null }
    const delegation = await ucan.delegate(customer.add, { issuer: service.signer, ...grant })
    const container = await ucan.Container.encode({ delegations: [delegation] }, 'base64url')
    const GRANT = new TextDecoder().decode(container)
    await using program = new Program('hilt', { DATA_DIR, SERVICE_URL: url, GRANT })
    await program.line(/^registered did:key:\w+, receipt bafyrei/)
    await program.line(/^provisioned did:key:\w+, receipt bafyrei/)
    await program.listening()
    await reference.ask('stop', { url })
  })
})
