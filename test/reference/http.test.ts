/*
 * The client of the library calls the server of the reference, and the client of the
 * reference calls a service of the library, over HTTP.
 */
import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { serve } from '../http/serve.js'
import { toHex } from './hex.js'
import {
  command as defineCommand,
  commands,
  referenceName,
  customer,
  emptyCommand,
  http,
  provider,
  string,
  struct,
  ucan,
} from './library.js'
import type { Command, DID } from './library.js'
import type { Reply, TokenInfo } from './protocol.js'
import { CASES, holds, needsGo, startSession } from './session.js'
import { UNPINNED } from '../../scripts/recorded.js'
import { calls } from './tokens.js'

const reference = startSession()

const seed = (byte: number) => new Uint8Array(32).fill(byte)
const service = await ucan.Ed25519.fromSeed(seed(0x11))
const hilt = await ucan.Secp256k1.fromSeed(seed(0x12))
const stranger = await ucan.Ed25519.fromSeed(seed(0x13))
const key = { seed: '11'.repeat(32), signatureType: 'Ed25519', issuer: service.did } as const

/** An account without a key. The service attests its tokens. */
const ACCOUNT: DID = 'did:mailto:mail.example:ana'
const account = ucan.attest(ACCOUNT, service)

const customerArgs: customer.AddArguments = {
  customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  product: 'did:web:free.web3.storage',
  details: { external_id: 'f1:1', region: 'us-east-1' },
}
const providerArgs: provider.AddArguments = {
  provider: 'did:web:up.example',
  consumer: 'did:web:bucket.example',
}

/** An invocation, and the proofs that are sent with it. */
interface Sent {
  readonly invocation: ucan.Invocation
  readonly proofs: readonly ucan.Delegation[]
}

type Options = Partial<ucan.InvokeOptions<unknown>>

/**
 * Returns an invocation by Hilt on the service, and its proofs. `options` override the
 * default options, such as the issuer. By default, the only proof is the service's
 * delegation of all commands to Hilt.
 */
async function invocationOf(
  command: Command,
  args: unknown,
  options: Options = {},
  proofs?: readonly ucan.Delegation[],
): Promise<Sent> {
  const sent = proofs ?? [await delegation(service, hilt.did, service.did)]
  const invocation = await ucan.invoke(command, {
    issuer: hilt,
    subject: service.did,
    audience: service.did,
    arguments: args,
    proofs: sent.map(({ cid }) => cid),
    ...options,
  })
  return { invocation, proofs: sent }
}

async function delegation(
  issuer: ucan.Signer,
  audience: DID,
  subject: DID,
  policy: ucan.Policy = [],
): Promise<ucan.Delegation> {
  return await ucan.delegate('/', { issuer, audience, subject, policy, expiration: null })
}

/** Returns an invocation with a chain of two delegations. The second has this policy. */
async function twoLinks(policy: ucan.Policy): Promise<Sent> {
  return await invocationOf(customer.add, customerArgs, {}, [
    await delegation(service, stranger.did, service.did),
    await delegation(stranger, hilt.did, service.did, policy),
  ])
}

/** Starts a server of the reference, and returns its URL. The server stops at the end of the test. */
async function startTheirs(replies: Readonly<Record<string, Reply>>): Promise<string> {
  const { url } = await reference.ask('serve', { ...key, authority: service.did, replies })
  onTestFinished(async () => void (await reference.ask('stop', { url })))
  return url
}

/** Starts a service of the library, and returns its URL. The service stops at the end of the test. */
async function startOurs(...handlers: http.HandlerOptions['handlers']): Promise<string> {
  const trustedAuthorities = [service.did]
  const options = { issuer: service, handlers, trustedAuthorities, onError() {} }
  const running = await serve(http.handler(options))
  onTestFinished(() => running[Symbol.asyncDispose]())
  return running.url
}

/**
 * Calls a service with the client of the reference, and returns the receipt. Checks the
 * receipt's issuer, task and signature.
 */
async function callWithTheirs(url: string, { invocation, proofs }: Sent): Promise<TokenInfo> {
  const receipt = await reference.ask('call', {
    url,
    invocation: toHex(invocation.bytes),
    proofs: proofs.map(({ bytes }) => toHex(bytes)),
  })
  expect(receipt).toMatchObject({ issuer: service.did, ran: invocation.task.toString() })
  const { bytes } = receipt
  expect(await reference.ask('verify', { kind: 'receipt', bytes, key: service.did })).toEqual({
    valid: true,
  })
  return receipt
}

/** Returns whether arguments contain an integer from 2^63 to 2^64 - 1. The reference does not authorize such arguments. */
function hasUnsigned64(value: unknown): boolean {
  if (typeof value === 'bigint') return value > 2n ** 63n - 1n && value < 2n ** 64n
  return value instanceof Object && Object.values(value).some(hasUnsigned64)
}

/** Calls of commands of the library that the reference can execute. The pinned version of the reference lacks `/s3/key/marker`. */
const commandCalls = calls.filter(({ command, args: values }) => {
  const { name, arguments: args, ok } = command
  const isPinned = ![args, ok].some((type) => UNPINNED.includes(referenceName(type)))
  return commands.has(name) && name !== '/s3/key/marker' && isPinned && !hasUnsigned64(values)
})
/** The number of cases of a property: half of the usual number, because each case starts a server. */
const CALLS = Math.ceil(CASES / 2)

describe('a command', () => {
  it('sent by the library succeeds on the server of the reference', async (context) => {
    needsGo(reference, context)
    await holds(
      'results by the server of the reference',
      commandCalls,
      async ({ command, args, ok }) => {
        const hex = toHex(command.ok.cbor.encode(ok))
        const replies = { [command.name]: { ok: hex } }
        const { url } = await reference.ask('serve', { ...key, replies })
        const { invocation, proofs } = await invocationOf(command, args)
        const result = await http.execute(command, invocation, { url, proofs })
        await reference.ask('stop', { url })
        if ('error' in result) throw new Error(result.error.message)
        expect(toHex(command.ok.cbor.encode(result.ok))).toBe(hex)
      },
      CALLS,
    )
  })

  it('sent by the reference succeeds on a service of the library', async (context) => {
    needsGo(reference, context)
    await holds(
      'results by a service of the library',
      commandCalls,
      async ({ command, args, ok }) => {
        const received: unknown[] = []
        const handler = http.handle(command, { subject: service.did }, (call) => {
          received.push(call.arguments)
          return { ok }
        })
        await using server = await serve(http.handler({ issuer: service, handlers: [handler] }))
        const receipt = await callWithTheirs(server.url, await invocationOf(command, args))
        expect(receipt.ok).toBe(toHex(command.ok.cbor.encode(ok)))
        expect(received.map((value) => toHex(command.arguments.cbor.encode(value)))).toEqual([
          toHex(command.arguments.cbor.encode(args)),
        ])
      },
      CALLS,
    )
  })

  it('fails with the name and message that a handler returns, in both directions', async (context) => {
    needsGo(reference, context)
    const failures = fc.record({ name: fc.constantFrom('CustomerExists'), message: fc.string() })
    await holds(
      'failures in both directions',
      fc.tuple(commandCalls, failures),
      async ([{ command, args }, error]) => {
        const sent = await invocationOf(command, args)
        const { url } = await reference.ask('serve', {
          ...key,
          replies: { [command.name]: { fail: error } },
        })
        const theirs = await http.execute(command, sent.invocation, { url, proofs: sent.proofs })
        await reference.ask('stop', { url })
        expect(theirs).toMatchObject({ error })
        const handler = http.handle(
          command,
          { subject: 'any', failures: { CustomerExists: 'CustomerExists' } },
          () => ({ error: { ...error, name: 'CustomerExists' } }),
        )
        await using server = await serve(http.handler({ issuer: service, handlers: [handler] }))
        const { bytes } = await callWithTheirs(server.url, sent)
        const receipt = ucan.Receipt.decode(Uint8Array.from(Buffer.from(bytes, 'hex')))
        expect(receipt.out).toEqual({ error })
      },
      CALLS,
    )
  })
})

/** The outcome of an invocation: `ok` or the name of the failure, and whether the receipt expires. */
interface Outcome {
  readonly name: string
  readonly expires: boolean
}

function outcomeOf({ out, expiration }: ucan.Receipt): Outcome {
  const name = 'ok' in out ? 'ok' : out.error.name
  return { name, expires: expiration !== undefined }
}

/** The command `/customer/add` with a single argument, a customer that may be any string. */
const VAGUE = defineCommand('/customer/add', struct('Vague', { customer: string }), customer.AddOK)
const forged = { did: hilt.did, signatureType: stranger.signatureType }

/** Invocations: what is special about each, the name of its outcome, and a function that creates it. */
const SCENARIOS: readonly (readonly [string, string, () => Promise<Sent>])[] = [
  ['a delegation', 'ok', () => invocationOf(customer.add, customerArgs)],
  ['a policy that matches', 'ok', () => twoLinks([['==', '.details.region', 'us-east-1']])],
  [
    'a policy that does not match',
    'MatchError',
    () => twoLinks([['==', '.details.region', 'eu-central-1']]),
  ],
  [
    'a proof by an attested account',
    'ok',
    async () =>
      invocationOf(provider.add, providerArgs, { subject: ACCOUNT }, [
        await delegation(account, hilt.did, ACCOUNT),
      ]),
  ],
  [
    'a proof that a stranger attested',
    'InvalidSignature',
    async () =>
      invocationOf(provider.add, providerArgs, { subject: ACCOUNT }, [
        await delegation(ucan.attest(ACCOUNT, stranger), hilt.did, ACCOUNT),
      ]),
  ],
  ['no audience', 'ok', () => invocationOf(customer.add, customerArgs, { audience: undefined })],
  ['no proof', 'InvalidClaim', () => invocationOf(customer.add, customerArgs, {}, [])],
  [
    'a proof that is not sent',
    'UnavailableProof',
    async () => ({ ...(await invocationOf(customer.add, customerArgs)), proofs: [] }),
  ],
  [
    'a proof for another audience',
    'InvalidAudience',
    () => invocationOf(customer.add, customerArgs, { issuer: stranger }),
  ],
  [
    'an expiration in the past',
    'Expired',
    () => invocationOf(customer.add, customerArgs, { expiration: 1 }),
  ],
  [
    'a forged signature',
    'InvalidSignature',
    () =>
      invocationOf(customer.add, customerArgs, {
        issuer: { ...forged, sign: (bytes) => stranger.sign(bytes) },
      }),
  ],
  ['no handler', 'HandlerNotFound', () => invocationOf(emptyCommand('/access/delegate'), {})],
  [
    'no handler and no proof',
    'HandlerNotFound',
    () => invocationOf(emptyCommand('/access/delegate'), {}, {}, []),
  ],
  [
    'malformed arguments',
    'MalformedArguments',
    () => invocationOf(VAGUE as Command, { customer: 'nobody' }),
  ],
]

describe('an invocation', () => {
  const id = toHex(provider.AddOK.cbor.encode({ id: 'subscription-1' }))

  it.for(SCENARIOS)('with %s results in %s', async ([, name, make], context) => {
    needsGo(reference, context)
    const sent = await make()
    const { invocation, proofs } = sent
    const command = { ...emptyCommand(invocation.command), ok: provider.AddOK }
    const theirURL = await startTheirs({
      '/customer/add': { ok: 'a0' },
      '/provider/add': { ok: id },
    })
    const theirs = await http
      .execute({ ...command, ok: customer.AddOK }, invocation, { url: theirURL, proofs })
      .then(({ receipt }) => outcomeOf(receipt))
    const ourURL = await startOurs(
      http.handle(customer.add, { subject: service.did }, () => ({ ok: {} })),
      http.handle(provider.add, { subject: ACCOUNT }, () => ({ ok: { id: 'subscription-1' } })),
    )
    const { bytes } = await callWithTheirs(ourURL, sent)
    const ours = outcomeOf(ucan.Receipt.decode(Uint8Array.from(Buffer.from(bytes, 'hex'))))
    expect(ours).toEqual({ name, expires: false })
    expect(theirs).toEqual(ours)
  })

  it('whose handler throws gets a receipt with an expiration from both services', async (context) => {
    needsGo(reference, context)
    const sent = await invocationOf(customer.add, customerArgs)
    const url = await startTheirs({ '/customer/add': { throw: 'no disk' } })
    const { receipt } = await http.execute(customer.add, sent.invocation, { url, ...sent })
    expect(outcomeOf(receipt)).toEqual({ name: 'HandlerExecutionError', expires: true })
    const ourURL = await startOurs(
      http.handle(customer.add, { subject: service.did }, () => {
        throw new Error('no disk')
      }),
    )
    const ours = await callWithTheirs(ourURL, sent)
    expect(Buffer.from(ours.err!, 'hex').toString()).not.toContain('no disk')
    expect(ours.expiration! - receipt.expiration!).toBeLessThanOrEqual(2)
    expect(ours.expiration! - receipt.expiration!).toBeGreaterThanOrEqual(0)
  })

  it('for another service gets no receipt from either service', async (context) => {
    needsGo(reference, context)
    const sent = await invocationOf(customer.add, customerArgs, { audience: stranger.did })
    const url = await startTheirs({ '/customer/add': { ok: 'a0' } })
    await expect(
      http.execute(customer.add, sent.invocation, { url, proofs: sent.proofs }),
    ).rejects.toMatchObject({ code: 'missing-receipt' })
    const ourURL = await startOurs(
      http.handle(customer.add, { subject: 'any' }, () => ({ ok: {} })),
    )
    await expect(callWithTheirs(ourURL, sent)).rejects.toThrow('missing receipt')
  })

  it('in a batch gets a receipt only if it is for the service', async (context) => {
    needsGo(reference, context)
    const [first, second, other] = [
      await invocationOf(customer.add, customerArgs),
      await invocationOf(provider.add, providerArgs),
      await invocationOf(customer.add, customerArgs, { audience: stranger.did }),
    ]
    const replies = { '/customer/add': { ok: 'a0' }, '/provider/add': { ok: id } }
    const ourURL = await startOurs(
      http.handle(customer.add, { subject: service.did }, () => ({ ok: {} })),
      http.handle(provider.add, { subject: service.did }, () => ({ ok: { id: 'subscription-1' } })),
    )
    for (const url of [await startTheirs(replies), ourURL]) {
      const { receipt, tokens } = await http.execute(customer.add, first.invocation, {
        url,
        proofs: first.proofs,
        tokens: {
          invocations: [second.invocation, other.invocation],
          delegations: second.proofs,
        },
      })
      expect(tokens.receipts).toHaveLength(2)
      const last = tokens.receipts.find(({ cid }) => !cid.equals(receipt.cid))!
      expect(last.ran.equals(second.invocation.task)).toBe(true)
      expect(await ucan.verify(last)).toBe(true)
      expect(ucan.resultOf(provider.add, last)).toEqual({ ok: { id: 'subscription-1' } })
    }
  })
})

describe('the reference', () => {
  it('executes an invocation without the required arguments', async (context) => {
    needsGo(reference, context)
    const command: Command = { ...provider.add, arguments: customer.AddArguments }
    const url = await startTheirs({ '/provider/add': { ok: 'a1626964617a' } })
    const { invocation, proofs } = await invocationOf(command, customerArgs)
    const result = await http.execute(provider.add, invocation, { url, proofs })
    expect(result).toMatchObject({ ok: { id: 'z' } })
  })
})
