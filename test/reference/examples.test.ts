import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi, type TestContext } from 'vitest'
import { Program } from '../examples/program.js'
import { count } from './counts.js'
import { fromHex, toHex } from './hex.js'
import { customer, nameOf, provider, ucan, type Command, type DID } from './library.js'
import { needsGo, startSession } from './session.js'
import { principalOf } from './tokens.js'

/** The built package, which the examples import. */
const BUILT = new URL('../../dist/index.js', import.meta.url)

const reference = startSession()
const hilt = await principalOf({ seed: '21'.repeat(32), signatureType: 'Ed25519' })
const tenant = await principalOf({ seed: '22'.repeat(32), signatureType: 'ES256K' })

const customerArgs: customer.AddArguments = {
  customer: tenant.did,
  product: 'did:web:free.web3.storage',
  details: { external_id: 'f1:1', region: 'us-east-1' },
}
const providerArgs: provider.AddArguments = {
  provider: 'did:web:up.example',
  consumer: 'did:web:bucket.example',
}

function needsBuild(context: TestContext): void {
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
    program = new Program('upload-service')
    service = /did:\S+/.exec(await program.line(/^upload service did:/))![0] as DID
    url = /http:\S+/.exec(await program.line(/^listens at /))![0]
    const line = await program.answer(hilt.did)
    granted = (await ucan.Container.decode(Buffer.from(line))).delegations[0]!
  })

  afterAll(async () => {
    await program?.[Symbol.asyncDispose]()
  })

  /** Makes the reference send an invocation and verify the receipt, and returns the result. */
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
    needsBuild(context)
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
        arguments: providerArgs,
      })
    const stranger = await call(provider.add, await provision(hilt), [])
    expect(stranger).toMatchObject({ error: { name: 'AccountPlanMissing' } })
    expect(await call(customer.add, await register(), [granted])).toEqual({ ok: {} })
    const again = await call(customer.add, await register(), [granted])
    expect(again).toMatchObject({ error: { name: 'CustomerExists' } })
    const provisioned = await call(provider.add, await provision(tenant), [])
    expect(provisioned).toEqual({ ok: { id: expect.any(String) } })
  })
})

describe('the example client, which calls the server of the reference', () => {
  /** `send` of `examples/client.js`. */
  type Send = (
    url: string,
    command: Command,
    invocation: ucan.Invocation,
    delegations: readonly ucan.Delegation[],
  ) => Promise<{ readonly ok: unknown }>

  it('returns the result, and throws failures by their names', async (context) => {
    needsBuild(context)
    const file = new URL('../../examples/client.js', import.meta.url).href
    const { send } = (await import(file)) as { readonly send: Send }
    // `send` prints what it sends and receives.
    vi.spyOn(console, 'log').mockReturnValue()
    const service = await principalOf({ seed: '23'.repeat(32), signatureType: 'Ed25519' })
    const ok = { id: 'subscription-1' }
    const { url } = await reference.ask('serve', {
      ...service.key,
      replies: {
        [nameOf(provider.add)]: { ok: toHex(provider.AddOK.cbor.encode(ok)) },
        [nameOf(customer.add)]: {
          fail: { name: 'CustomerExists', message: 'the customer exists' },
        },
      },
    })
    const own = { issuer: service.signer, subject: service.did }
    const provision = await ucan.invoke(provider.add, { ...own, arguments: providerArgs })
    const register = await ucan.invoke(customer.add, { ...own, arguments: customerArgs })
    expect((await send(url, provider.add, provision, [])).ok).toEqual(ok)
    await expect(send(url, customer.add, register, [])).rejects.toThrow(
      'CustomerExists: the customer exists',
    )
    await reference.ask('stop', { url })
  })
})
