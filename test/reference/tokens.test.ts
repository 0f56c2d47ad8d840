import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { resolverOf } from '../ucan/principals.js'
import { count } from './counts.js'
import { fromHex, toHex } from './hex.js'
import { CodecError, nameOf, ucan, type ContainerForm } from './library.js'
import type { MakeRequest, TokenInfo, TokenKind } from './protocol.js'
import { ReferenceFailure } from './program.js'
import { CASES, holds, needsGo, startSession } from './session.js'
import {
  anyCommand,
  calls,
  dids,
  hexOfData,
  links,
  metas,
  nonces,
  policies,
  principals,
  stringOf,
  times,
  type Principal,
} from './tokens.js'

const reference = startSession()

type AnyToken = ucan.Invocation | ucan.Delegation | ucan.Receipt

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })
const maybeNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null })

const common = { principal: principals, nonce: nonces, meta: maybe(metas) }

const invocations = fc.record({
  ...common,
  call: calls,
  subject: dids,
  audience: maybe(dids),
  expiration: maybeNull(times),
  issuedAt: maybe(times),
  proofs: fc.array(links, { maxLength: 3 }),
  cause: maybe(links),
})

/** Delegations whose `notBefore` is before their expiration, as `delegate` requires. */
const delegations = fc
  .record({
    ...common,
    command: anyCommand,
    subject: maybeNull(dids),
    audience: dids,
    expiration: maybeNull(times),
    notBefore: maybe(times),
    policy: policies,
  })
  .filter(({ notBefore = 0, expiration }) => expiration === null || notBefore < expiration)

const receipts = fc.record({
  ...common,
  call: calls,
  ran: links,
  expiration: maybeNull(times),
  issuedAt: maybe(times),
  error: maybe(fc.record({ name: fc.string(), message: fc.string() })),
})

type Values<A> = A extends fc.Arbitrary<infer T> ? T : never

/** A token that the library created, and the request that creates it with the reference. */
interface Made {
  readonly token: AnyToken
  readonly request: MakeRequest
  readonly principal: Principal
}

/** Returns the fields that the requests for all kinds of tokens share. JSON omits fields that are `undefined`. */
function shared(
  { key }: Principal,
  {
    nonce,
    meta,
    expiration,
  }: {
    readonly nonce: Uint8Array
    readonly meta: object | undefined
    readonly expiration: number | null
  },
): Omit<MakeRequest, 'kind'> {
  return {
    ...key,
    nonce: toHex(nonce),
    meta: meta && hexOfData(meta),
    expiration: expiration ?? undefined,
  }
}

async function makeInvocation(values: Values<typeof invocations>): Promise<Made> {
  const { call, principal: derive, meta, ...options } = values
  const principal = await derive()
  const { command, args } = call
  const token = await ucan.invoke(command, {
    ...options,
    meta,
    issuer: principal.signer,
    arguments: args,
  })
  const request: MakeRequest = {
    ...shared(principal, values),
    kind: 'invocation',
    audience: options.audience,
    subject: options.subject,
    command: nameOf(command),
    args: toHex(command.arguments.cbor.encode(args)),
    proofs: options.proofs.map(String),
    issuedAt: options.issuedAt,
    cause: stringOf(options.cause),
  }
  return { token, request, principal }
}

async function makeDelegation(values: Values<typeof delegations>): Promise<Made> {
  const { command, principal: derive, ...options } = values
  const principal = await derive()
  const token = await ucan.delegate(command, { ...options, issuer: principal.signer })
  const request: MakeRequest = {
    ...shared(principal, values),
    kind: 'delegation',
    audience: options.audience,
    subject: options.subject ?? undefined,
    command: nameOf(command),
    policy: hexOfData(options.policy),
    notBefore: options.notBefore,
  }
  return { token, request, principal }
}

async function makeReceipt(values: Values<typeof receipts>): Promise<Made> {
  const { call, principal: derive, error, ...options } = values
  const principal = await derive()
  const { command, ok } = call
  const executor = principal.signer
  const token =
    error === undefined
      ? await ucan.succeed(command, { ...options, executor, ok })
      : await ucan.fail({ ...options, executor, error })
  const request: MakeRequest = {
    ...shared(principal, values),
    kind: 'receipt',
    ran: options.ran.toString(),
    issuedAt: options.issuedAt,
    ok: error === undefined ? toHex(command.ok.cbor.encode(ok)) : undefined,
    err: error && hexOfData(error),
  }
  return { token, request, principal }
}

const decoders: Readonly<Record<TokenKind, (bytes: Uint8Array) => AnyToken>> = {
  invocation: ucan.Invocation.decode,
  delegation: ucan.Delegation.decode,
  receipt: ucan.Receipt.decode,
}

/** Returns the fields of a token as the reference is expected to return them. Omits the policy and the result, which the bytes contain. */
function infoOf(kind: TokenKind, token: AnyToken): Partial<TokenInfo> {
  const { expiration, nonce, bytes, cid, signedBytes, signature } = token
  const general = {
    kind,
    bytes: toHex(bytes),
    cid: cid.toString(),
    signedBytes: toHex(signedBytes),
    signature: toHex(signature),
    nonce: toHex(nonce),
    expiration: expiration ?? null,
    issuedAt: ('issuedAt' in token ? token.issuedAt : undefined) ?? null,
    ...(token.meta !== undefined && { meta: hexOfData(token.meta) }),
  }
  if ('executor' in token) return { ...general, issuer: token.executor, ran: token.ran.toString() }
  const both = {
    ...general,
    issuer: token.issuer,
    audience: token.audience ?? null,
    subject: token.subject,
    command: token.command,
  }
  if ('policy' in token) return { ...both, notBefore: token.notBefore ?? null }
  return {
    ...both,
    args: toHex(token.argumentBytes),
    ...(token.proofs.length > 0 && { proofs: token.proofs.map(String) }),
    cause: token.cause?.toString() ?? null,
    task: token.task.toString(),
  }
}

/** Checks that the library and the reference create the same token, and that both decode and verify it. */
async function checkMade(kind: TokenKind, made: Made): Promise<void> {
  const { token, request, principal } = made
  try {
    const theirs = await reference.ask('make', request)
    const info = infoOf(kind, token)
    expect(theirs).toMatchObject(info)
    expect(await reference.ask('token/decode', { kind, bytes: toHex(token.bytes) })).toMatchObject(
      info,
    )
    expect(decoders[kind](fromHex(theirs.bytes))).toEqual(token)
    await checkVerified(kind, token, principal)
  } catch (error) {
    const requestLine = JSON.stringify({ op: 'make', ...request })
    throw new Error(
      `${requestLine}\n  the library: ${toHex(token.bytes)}\n  ${(error as Error).message}`,
      {
        cause: error,
      },
    )
  }
}

/** Checks that the library and the reference verify a token with its key, and that the reference rejects another key. */
async function checkVerified(
  kind: TokenKind,
  token: AnyToken,
  { did, key }: Principal,
): Promise<void> {
  const bytes = toHex(token.bytes)
  const other = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
  expect(await reference.ask('verify', { kind, bytes, key: did })).toEqual({ valid: true })
  expect(await reference.ask('verify', { kind, bytes, key: other })).toEqual({ valid: false })
  const didResolver = resolverOf({ [key.issuer]: did })
  expect(await ucan.verify(token, { didResolver })).toBe(true)
}

describe('the library and the reference', () => {
  it('create, decode and verify the same invocations', async (context) => {
    needsGo(reference, context)
    await holds('invocations, created, decoded and verified by both', invocations, async (values) =>
      checkMade('invocation', await makeInvocation(values)),
    )
  })

  it('create, decode and verify the same delegations', async (context) => {
    needsGo(reference, context)
    await holds('delegations, created, decoded and verified by both', delegations, async (values) =>
      checkMade('delegation', await makeDelegation(values)),
    )
  })

  it('create, decode and verify the same receipts', async (context) => {
    needsGo(reference, context)
    await holds('receipts, created, decoded and verified by both', receipts, async (values) =>
      checkMade('receipt', await makeReceipt(values)),
    )
  })

  it('create the same tasks', async (context) => {
    needsGo(reference, context)
    const values = fc.record({ call: calls, subject: dids, nonce: nonces })
    await holds('tasks', values, async ({ call: { command, args }, subject, nonce }) => {
      const task = await ucan.task(command, { subject, arguments: args, nonce })
      const theirs = await reference.ask('task', {
        subject,
        command: nameOf(command),
        args: toHex(command.arguments.cbor.encode(args)),
        nonce: toHex(nonce),
      })
      expect(theirs).toEqual({ cbor: toHex(task.bytes), cid: task.cid.toString() })
    })
  })
})

const FORMS: readonly ContainerForm[] = [
  'cbor',
  'raw',
  'base64',
  'base64url',
  'raw+gzip',
  'base64+gzip',
  'base64url+gzip',
]

describe('containers', () => {
  it('have the same tokens in the reference, and the same bytes unless compressed', async (context) => {
    needsGo(reference, context)
    const values = fc.record({
      form: fc.constantFrom(...FORMS),
      invocations: fc.array(invocations, { maxLength: 2 }),
      delegations: fc.array(delegations, { maxLength: 2 }),
      receipts: fc.array(receipts, { maxLength: 2 }),
    })
    await holds(
      'containers, encoded and decoded by both',
      values,
      async ({ form, ...kinds }) => {
        const made = await Promise.all([
          ...kinds.invocations.map(makeInvocation),
          ...kinds.delegations.map(makeDelegation),
          ...kinds.receipts.map(makeReceipt),
        ])
        await checkContainer(
          form,
          made.map(({ token }) => token),
        )
      },
      Math.ceil(CASES / 2),
    )
  })
})

/** Checks that the library and the reference decode each other's container, and encode the same bytes except with gzip. */
async function checkContainer(form: ContainerForm, tokens: readonly AnyToken[]): Promise<void> {
  const container = {
    invocations: tokens.filter((token): token is ucan.Invocation => 'argumentBytes' in token),
    delegations: tokens.filter((token): token is ucan.Delegation => 'policy' in token),
    receipts: tokens.filter((token): token is ucan.Receipt => 'executor' in token),
  }
  const ours = toHex(await ucan.Container.encode(container, form))
  const hex = tokens.map((token) => toHex(token.bytes))
  const theirs = await reference.ask('container/encode', { form, tokens: hex })
  // The library and the reference use different gzip compressors.
  expect(form.endsWith('gzip') ? ours : theirs.bytes).toBe(ours)
  const decoded = await reference.ask('container/decode', { form, bytes: ours })
  const again = await ucan.Container.decode(fromHex(theirs.bytes))
  for (const kind of ['invocations', 'delegations', 'receipts'] as const) {
    const expected = [...new Set(container[kind].map((token) => toHex(token.bytes)))].sort()
    expect(decoded[kind]).toEqual(expected)
    expect(again[kind].map((token) => toHex(token.bytes))).toEqual(expected)
  }
}

/** The number of damaged tokens with each outcome. */
const outcomes = new Map<string, number>()
afterAll(() => {
  for (const [outcome, cases] of [...outcomes].sort()) count(`  ${outcome}`, cases)
})

describe('damaged tokens that the library accepts', () => {
  it.for(['invocation', 'delegation', 'receipt'] as const)(
    'have the same fields in the reference, or a pattern that it rejects: %s',
    async (kind, context) => {
      needsGo(reference, context)
      const made =
        kind === 'invocation'
          ? invocations.map((values) => () => makeInvocation(values))
          : kind === 'delegation'
            ? delegations.map((values) => () => makeDelegation(values))
            : receipts.map((values) => () => makeReceipt(values))
      const values = fc.tuple(
        made,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 2 }),
        maybe(fc.nat()),
      )
      await holds('damaged tokens', values, async ([make, changes, cut]) => {
        const { token } = await make()
        const bytes = Uint8Array.from(token.bytes)
        for (const [at, byte] of changes) bytes[at % bytes.length]! ^= byte
        await checkDamaged(kind, cut === undefined ? bytes : bytes.slice(0, cut % bytes.length))
      })
    },
  )
})

/** Returns the token, or the error that decoding throws. */
function outcomeOf(decode: () => AnyToken): AnyToken | Error {
  try {
    return decode()
  } catch (error) {
    return error as Error
  }
}

async function checkDamaged(kind: TokenKind, bytes: Uint8Array): Promise<void> {
  const hex = toHex(bytes)
  const theirs = await reference
    .ask('token/decode', { kind, bytes: hex })
    .catch((error: unknown) => error as ReferenceFailure)
  const isRejected = theirs instanceof ReferenceFailure
  const ours = outcomeOf(() => decoders[kind](bytes))
  if (ours instanceof CodecError) {
    return tally(`tokens rejected by ${isRejected ? 'both' : `the library alone: ${ours.code}`}`)
  }
  if (ours instanceof Error) throw ours
  // The library accepts patterns that the reference rejects. Such a pattern never matches.
  if (isRejected && theirs.message.includes('compiling glob')) {
    return tally('tokens accepted by the library alone: a pattern that the reference rejects')
  }
  if (isRejected)
    throw new Error(`${kind} ${hex}: accepted, but rejected by the reference: ${theirs.message}`)
  expect(theirs).toMatchObject(infoOf(kind, ours))
  tally('tokens accepted by both')
}

function tally(outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
}
