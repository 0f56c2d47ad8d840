import * as dagCbor from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { CID as OtherCID } from 'multiformats-13'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { describe, expect, it } from 'vitest'
import { customer, provider, type Command, type DID } from '../../src/index.js'
import {
  delegate,
  fail,
  invoke,
  resultOf,
  succeed,
  task,
  verify,
  type DelegateOptions,
  type InvokeOptions,
  type Invocation,
  type Delegation,
  type Signer,
} from '../../src/ucan/index.js'
import { verifier } from './principals.js'

const issuer = await EdDSASigner.generate()
const did: DID = issuer.did
const LINK = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'

const args: provider.AddArguments = {
  provider: 'did:web:up.example',
  consumer: 'did:web:bucket.example',
}

function invokeWith(
  options: Partial<InvokeOptions<provider.AddArguments>> = {},
): Promise<Invocation> {
  return invoke(provider.add, { issuer, subject: did, arguments: args, ...options })
}

function delegateWith(options: Partial<DelegateOptions> = {}): Promise<Delegation> {
  const audience = 'did:web:hilt.example'
  return delegate(provider.add, { issuer, audience, subject: did, expiration: null, ...options })
}

function seconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** What a token holds under its tag, as a library reads it that nobody here wrote. */
function payloadOf({ bytes }: { bytes: Uint8Array }): Record<string, unknown> {
  const [, { h: _, ...tagged }] = dagCbor.decode<[Uint8Array, Record<string, object>]>(bytes)
  return { ...Object.values(tagged)[0] }
}

describe('what is left out', () => {
  it('of an invocation: it expires in 30 seconds, its nonce is 16 random bytes, the rest is absent', async () => {
    const before = seconds()
    const [one, two] = [await invokeWith(), await invokeWith()]
    expect(one.expiration).toBeGreaterThanOrEqual(before + 30)
    expect(one.expiration).toBeLessThanOrEqual(seconds() + 30)
    expect(one.nonce).toHaveLength(16)
    expect(one.nonce).not.toEqual(two.nonce)
    expect(one.task.equals(two.task)).toBe(false)
    expect(Object.keys(payloadOf(one))).toEqual([
      'cmd',
      'exp',
      'iss',
      'prf',
      'sub',
      'args',
      'nonce',
    ])
    expect(one.proofs).toEqual([])
  })

  it('of a delegation: it has no policy, its nonce is 16 random bytes, the rest is absent', async () => {
    const [one, two] = [await delegateWith(), await delegateWith()]
    expect(one.policy).toEqual([])
    expect(one.nonce).toHaveLength(16)
    expect(one.nonce).not.toEqual(two.nonce)
    expect(Object.keys(payloadOf(one))).toEqual(['aud', 'cmd', 'exp', 'iss', 'pol', 'sub', 'nonce'])
  })

  it('of a receipt: it never expires, its nonce is 16 random bytes, the rest is absent', async () => {
    const ran = CID.parse(LINK)
    const error = { name: 'CustomerExists', message: 'it exists' }
    const [one, two] = [
      await fail({ executor: issuer, ran, error }),
      await fail({ executor: issuer, ran, error }),
    ]
    expect(payloadOf(one)['exp']).toBe(null)
    expect(one.expiration).toBe(undefined)
    expect(one.nonce).toHaveLength(16)
    expect(one.nonce).not.toEqual(two.nonce)
    expect(Object.keys(payloadOf(one))).toEqual([
      'cmd',
      'exp',
      'iss',
      'prf',
      'sub',
      'args',
      'nonce',
    ])
  })
})

describe('what is given', () => {
  it('null for an expiration is none', async () => {
    expect(payloadOf(await invokeWith({ expiration: null }))['exp']).toBe(null)
    expect((await invokeWith({ expiration: null })).expiration).toBe(undefined)
  })

  it.each([
    0,
    23,
    24,
    0xff,
    0x100,
    0xffff,
    0x10000,
    0x7fffffff,
    0x80000000,
    0xffffffff,
    0x100000000,
    Number.MAX_SAFE_INTEGER,
    -1,
    -24,
    -25,
    -0x100000001,
    Number.MIN_SAFE_INTEGER,
  ])('an expiration of %d is written as short as can be', async (expiration) => {
    const token = await invokeWith({ expiration })
    // The other library refuses a head that is longer than it need be.
    expect(payloadOf(token)['exp']).toBe(expiration)
    expect(token.expiration).toBe(expiration)
  })

  it('a receipt may expire, say when it was made, and more', async () => {
    const options = {
      executor: issuer,
      ran: CID.parse(LINK),
      expiration: 2_000_000_000,
      issuedAt: 1_900_000_000,
      meta: { took: 3 },
    }
    const receipt = await succeed(provider.add, { ...options, ok: { id: 'subscription-1' } })
    expect(receipt).toMatchObject({
      expiration: 2_000_000_000,
      issuedAt: 1_900_000_000,
      meta: { took: 3 },
    })
    expect(resultOf(provider.add, receipt)).toEqual({ ok: { id: 'subscription-1' } })
    expect(await verify(receipt, { verifier })).toBe(true)
  })

  it('an Error will do for a failure', async () => {
    const error = new TypeError('no such product')
    const receipt = await fail({ executor: issuer, ran: await invokeWith(), error })
    expect(resultOf(provider.add, receipt)).toEqual({
      error: { name: 'TypeError', message: 'no such product' },
    })
  })

  it('what ran may be an invocation or its task', async () => {
    const invocation = await invokeWith()
    const nonce = new Uint8Array()
    const options = { executor: issuer, nonce, error: { name: 'A', message: 'b' } }
    const one = await fail({ ...options, ran: invocation })
    expect(one.ran.equals(invocation.task)).toBe(true)
    expect(await fail({ ...options, ran: invocation.task })).toEqual(one)
  })

  it('a proof may be a delegation or its CID, of another multiformats too', async () => {
    const proof = await delegateWith()
    const nonce = new Uint8Array()
    const one = await invokeWith({ nonce, expiration: null, proofs: [proof] })
    expect(one.proofs.map(String)).toEqual([String(proof.cid)])
    const other = OtherCID.parse(proof.cid.toString()) as unknown as CID
    for (const cid of [proof.cid, other]) {
      expect(await invokeWith({ nonce, expiration: null, proofs: [cid] })).toEqual(one)
    }
  })

  it('a signer may sign at once, and gets the very bytes that are kept', async () => {
    const seen: Uint8Array[] = []
    const signer: Signer = {
      did: 'did:web:up.example',
      signatureType: 'Ed25519',
      sign(bytes) {
        seen.push(bytes)
        return new Uint8Array(64)
      },
    }
    const { signature, signedBytes, issuer: by } = await invokeWith({ issuer: signer })
    expect(seen).toEqual([signedBytes])
    expect(signature).toEqual(new Uint8Array(64))
    expect(by).toBe('did:web:up.example')
  })

  it('the task of an invocation is that of its subject, command, arguments and nonce', async () => {
    const nonce = Uint8Array.of(1)
    const one = await invokeWith({ nonce })
    const same = await task(provider.add, { subject: did, arguments: args, nonce })
    expect(one.task.equals(same.cid)).toBe(true)
    expect(dagCbor.decode(same.bytes)).toEqual({
      sub: did,
      cmd: '/provider/add',
      args,
      nonce,
    })
  })
})

describe('what no token can say is refused', () => {
  const FAR = 'expected an integer within 2^53'
  const loop: Record<string, unknown> = {}
  loop['loop'] = loop

  it.each<[string, string, string, unknown]>([
    ['expiration', 'a number past 2^53', `exp: ${FAR}, found 9007199254740992`, 2 ** 53],
    ['expiration', 'a fraction', `exp: ${FAR}, found 1.5`, 1.5],
    ['expiration', 'no number', `exp: ${FAR}, found NaN`, Number.NaN],
    ['expiration', 'text', 'exp: expected an integer, found text', '1'],
    ['expiration', 'a bigint', 'exp: expected an integer, found 1n', 1n],
    ['issuedAt', 'a number past 2^53', `iat: ${FAR}, found -9007199254740992`, -(2 ** 53)],
    ['issuedAt', 'null', 'iat: expected an integer, found null', null],
    ['nonce', 'text', 'nonce: expected bytes, found text', 'abc'],
    ['subject', 'null', 'sub: expected a DID, found null', null],
    ['subject', 'absent', 'sub: is missing', undefined],
    ['audience', 'no DID', 'aud: expected a DID, found "up.example"', 'up.example'],
    ['cause', 'text', 'cause: expected a link, found text', LINK],
    ['proofs', 'text', 'prf[0]: expected a link, found text', [LINK]],
    ['proofs', 'null', 'prf[0]: expected a link, found null', [null]],
    ['meta', 'a list', 'meta: expected a map, found a list', []],
    ['meta', 'a lone surrogate', 'meta.a[0]: text with a lone surrogate', { a: ['\ud800'] }],
    [
      'meta',
      'one in a Map',
      'meta.a.b: text with a lone surrogate',
      { a: new Map([['b', '\udc00']]) },
    ],
    ['meta', 'one in a key', 'meta["\\udc00"]: text with a lone surrogate', { '\udc00': 1 }],
  ])('%s: %s', async (option, _what, message, value) => {
    const invoking = invokeWith({ [option]: value })
    await expect(invoking).rejects.toMatchObject({
      name: 'CodecError',
      message: `Invocation: ${message}`,
    })
  })

  it.each<[string, unknown]>([
    ['undefined', { a: undefined }],
    ['a function', { a: () => 1 }],
    ['a loop', loop],
    ['no number', { a: Number.NaN }],
  ])('meta: %s', async (_what, meta) => {
    await expect(invokeWith({ meta: meta as Record<string, unknown> })).rejects.toMatchObject({
      name: 'CodecError',
      code: 'wrong-type',
      message: expect.stringMatching(/^Invocation: meta: no DAG-CBOR can say this: ./),
    })
  })

  it('meta: what could not be read back', async () => {
    let deep: unknown = 1
    for (let i = 0; i < 40; i++) deep = [deep]
    await expect(invokeWith({ meta: { deep } })).rejects.toMatchObject({ code: 'too-deep' })
    await expect(invokeWith({ meta: { a: '\ufeffa' } })).rejects.toMatchObject({
      code: 'not-canonical',
    })
  })

  it('policy and notBefore of a delegation', async () => {
    await expect(delegateWith({ policy: {} as unknown[] })).rejects.toThrow(
      'Delegation: pol: expected a list, found a map',
    )
    await expect(delegateWith({ notBefore: 2 ** 53 })).rejects.toThrow(`Delegation: nbf: ${FAR}`)
    await expect(delegateWith({ expiration: undefined as unknown as null })).rejects.toThrow(
      'Delegation: exp: is missing',
    )
  })

  it('arguments that are not the command’s, by their own name', async () => {
    const bad = { ...args, consumer: 'bucket' } as unknown as provider.AddArguments
    await expect(invokeWith({ arguments: bad })).rejects.toThrow(
      'provider.AddArguments: consumer: expected a DID, found "bucket"',
    )
    await expect(
      task(provider.add, { subject: did, arguments: bad, nonce: new Uint8Array() }),
    ).rejects.toThrow('provider.AddArguments: consumer: expected a DID, found "bucket"')
  })

  it('a result that is not the command’s', async () => {
    const ran = CID.parse(LINK)
    const ok = { id: 1 } as unknown as provider.AddOK
    await expect(succeed(provider.add, { executor: issuer, ran, ok })).rejects.toThrow(
      'provider.AddOK: id: expected text, found 1',
    )
    const error = { name: 'A' } as Error
    await expect(fail({ executor: issuer, ran, error })).rejects.toThrow(
      'Failure: message: is missing',
    )
  })

  it('a signer whose DID is none, or whose signature is', async () => {
    const signer: Signer = {
      did: 'hilt',
      signatureType: 'Ed25519',
      sign: async () => 'signature' as unknown as Uint8Array,
    }
    await expect(invokeWith({ issuer: signer })).rejects.toThrow(
      'Invocation: iss: expected a DID, found "hilt"',
    )
    await expect(invokeWith({ issuer: { ...signer, did } })).rejects.toThrow(
      'Invocation: signature: expected bytes, found text',
    )
  })

  it('a command whose name is none', async () => {
    const command: Command<provider.AddArguments, provider.AddOK> = {
      ...provider.add,
      command: 'provider/add',
    }
    const invoking = invoke(command, { issuer, subject: did, arguments: args })
    await expect(invoking).rejects.toThrow(
      'Invocation: cmd: expected a command, found "provider/add"',
    )
  })
})

it('a customer’s details keep the order of the reference, whatever that of the object', async () => {
  const details = { region: 'eu-central-1', external_id: 'org-1' }
  const { argumentBytes } = await invoke(customer.add, {
    issuer,
    subject: did,
    arguments: { customer: 'did:plc:tenant', product: 'did:web:free.example', details },
  })
  const text = Buffer.from(argumentBytes).toString('latin1')
  expect(text.indexOf('external_id')).toBeGreaterThan(0)
  expect(text.indexOf('external_id')).toBeLessThan(text.indexOf('region'))
})
