import * as dagCbor from '@ipld/dag-cbor'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from './hex.js'
import { customer, ucan, type DID } from './library.js'
import type { Answers, Requests } from './protocol.js'
import { needsGo, startSession } from './session.js'
import { principalOf, type Principal } from './tokens.js'

const reference = startSession()

const NOW = 1_800_000_000
const [service, hilt, other] = await Promise.all(
  ['01', '02', '03'].map((byte) =>
    principalOf({ seed: byte.repeat(32), signatureType: 'Ed25519' }),
  ),
)
const args: customer.AddArguments = {
  customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  product: 'did:web:free.web3.storage',
  details: { plan: 'pro' },
}

/** Returns a delegation of `/customer/add`. By default, the service delegates the command to Hilt. */
async function delegation(
  options: Partial<Parameters<typeof ucan.delegate>[1]> = {},
): Promise<ucan.Delegation> {
  return await ucan.delegate(customer.add, {
    issuer: service!.signer,
    subject: service!.did,
    audience: hilt!.did,
    expiration: null,
    ...options,
  })
}

/** Asks the reference to authorize an invocation with these proofs. Hilt is the default issuer. */
async function authorize(
  proofs: readonly ucan.Delegation[],
  {
    issuer = hilt!,
    available = proofs,
    expiration = null,
  }: {
    readonly issuer?: Principal
    readonly available?: readonly ucan.Delegation[]
    readonly expiration?: number | null
  } = {},
): Promise<Answers['authorize']> {
  const invocation = await ucan.invoke(customer.add, {
    issuer: issuer.signer,
    subject: service!.did as DID,
    arguments: args,
    // `invoke` accepts any CIDs, but rejects delegations that do not prove the invocation.
    proofs: proofs.map(({ cid }) => cid),
    expiration,
  })
  return await reference.ask('authorize', {
    invocation: toHex(invocation.bytes),
    proofs: available.map((proof) => toHex(proof.bytes)),
    time: NOW,
  })
}

/** Returns a request to create an invocation of `/customer/add`. The service is the subject. */
function invocationBy(principal: Principal): Requests['make'] {
  return {
    ...principal.key,
    kind: 'invocation',
    subject: service!.did,
    command: customer.add.name,
    args: toHex(customer.AddArguments.cbor.encode(args)),
    nonce: '00',
  }
}

/** Returns the name of the error, or `authorized`. */
async function outcome(answer: Promise<Answers['authorize']>): Promise<string | undefined> {
  const { authorized, reason } = await answer
  return authorized ? 'authorized' : reason?.name
}

describe('the reference, asked to authorize an invocation', () => {
  it('accepts an invocation by the subject, or with a delegation by the subject', async (context) => {
    needsGo(reference, context)
    expect(await outcome(authorize([], { issuer: service! }))).toBe('authorized')
    expect(await outcome(authorize([await delegation()]))).toBe('authorized')
    const policy: ucan.Policy = [['==', '.product', 'did:web:free.web3.storage']]
    expect(await outcome(authorize([await delegation({ policy })]))).toBe('authorized')
  })

  it.for([
    ['InvalidClaim', 'no proofs', async () => authorize([])],
    [
      'InvalidClaim',
      'a first proof without a subject',
      async () => authorize([await delegation({ subject: null })]),
    ],
    [
      'InvalidSubject',
      'a proof for another subject',
      async () => authorize([await delegation({ subject: other!.did })]),
    ],
    [
      'InvalidAudience',
      'a proof for another audience',
      async () => authorize([await delegation({ audience: other!.did })]),
    ],
    [
      'InvalidAudience',
      'a proof by another issuer',
      async () => authorize([await delegation({ issuer: other!.signer })]),
    ],
    [
      'UnavailableProof',
      'a proof that is not sent',
      async () => authorize([await delegation()], { available: [] }),
    ],
    [
      'Expired',
      'a proof that expires now',
      async () => authorize([await delegation({ expiration: NOW })]),
    ],
    [
      'Expired',
      'an invocation that expires now',
      async () => authorize([await delegation()], { expiration: NOW }),
    ],
    [
      'TooEarly',
      'a proof whose notBefore is now',
      async () => authorize([await delegation({ notBefore: NOW })]),
    ],
    [
      'MatchError',
      'a policy that does not match',
      async () => authorize([await delegation({ policy: [['==', '.product', 'x']] })]),
    ],
  ] as const)('fails with %s for %s', async ([name, , ask], context) => {
    needsGo(reference, context)
    expect(await outcome(ask())).toBe(name)
  })

  it('checks the audience before the proofs', async (context) => {
    needsGo(reference, context)
    const made = await reference.ask('make', { ...invocationBy(hilt!), audience: other!.did })
    const invocation = made.bytes
    const atOther = { invocation, audience: other!.did, time: NOW }
    const atService = { invocation, audience: service!.did, time: NOW }
    expect(await outcome(reference.ask('authorize', atOther))).toBe('InvalidClaim')
    expect(await outcome(reference.ask('authorize', atService))).toBe('InvalidAudience')
  })

  it('finds the proofs in a container', async (context) => {
    needsGo(reference, context)
    const proof = await delegation()
    const { bytes } = await reference.ask('container/encode', {
      form: 'base64url+gzip',
      tokens: [toHex(proof.bytes)],
    })
    const made = await reference.ask('make', {
      ...invocationBy(hilt!),
      proofs: [proof.cid.toString()],
    })
    const request = { invocation: made.bytes, time: NOW }
    const container = { form: 'base64url+gzip' as const, bytes }
    expect(await outcome(reference.ask('authorize', { ...request, container }))).toBe('authorized')
    expect(await outcome(reference.ask('authorize', request))).toBe('UnavailableProof')
  })

  it.for([
    ['authorized', 'one key', {}],
    ['authorized', 'an empty capabilityDelegation', { capabilityDelegation: [] }],
    [
      'authorized',
      'the key in capabilityInvocation',
      { capabilityInvocation: ['did:web:hilt.example#a'] },
    ],
    ['InvalidSignature', 'an empty capabilityInvocation', { capabilityInvocation: [] }],
    [
      'InvalidSignature',
      'another ID in capabilityInvocation',
      { capabilityInvocation: ['did:web:hilt.example#b'] },
    ],
    ['InvalidSignature', 'a key that expires now', { expires: '2027-01-15T08:00:00Z' }],
    ['authorized', 'a key that expires in a second', { expires: '2027-01-15T08:00:01Z' }],
    ['InvalidSignature', 'a key that is revoked now', { revoked: '2027-01-15T08:00:00Z' }],
    ['authorized', 'a key that is revoked in a second', { revoked: '2027-01-15T08:00:01Z' }],
    [
      'InvalidSignature',
      'the key of another principal',
      { publicKeyMultibase: other!.did.slice('did:key:'.length) },
    ],
    ['InvalidSignature', 'an unsupported type of key', { type: 'Ed25519VerificationKey2020' }],
    ['UnknownError', 'a malformed key', { publicKeyMultibase: 'z1' }],
    ['DIDKeyResolutionError', 'a numeric method ID', { id: 1 }],
    [
      'InvalidSignature',
      'a relative ID in capabilityInvocation only',
      { capabilityInvocation: ['#a'] },
    ],
    [
      'InvalidSignature',
      'a relative ID in the method only',
      { id: '#a', capabilityInvocation: ['did:web:hilt.example#a'] },
    ],
    [
      'authorized',
      'a relative ID in the method and capabilityInvocation',
      { id: '#a', capabilityInvocation: ['#a'] },
    ],
    ['DIDKeyResolutionError', 'an expiration on February 30', { expires: '2099-02-30T00:00:00Z' }],
    ['DIDKeyResolutionError', 'an expiration at hour 24', { expires: '2099-02-20T24:00:00Z' }],
    // The reference matches these property names in any letter case.
    ['InvalidSignature', 'a revocation in Revoked', { Revoked: '2020-01-01T00:00:00Z' }],
    ['InvalidSignature', 'an expiration in EXPIRES', { EXPIRES: '2020-01-01T00:00:00Z' }],
    // The lower case of U+212A is k.
    [
      'InvalidSignature',
      'a revocation in revo\u212Aed',
      { 'revo\u212Aed': '2020-01-01T00:00:00Z' },
    ],
    ['InvalidSignature', 'an empty CapabilityInvocation', { CapabilityInvocation: [] }],
  ] as const)('returns %s for a document with %s', async ([name, , changes], context) => {
    needsGo(reference, context)
    const id = 'did:web:hilt.example'
    const made = await reference.ask('make', {
      ...invocationBy(hilt!),
      issuer: id,
      subject: id,
    })
    const { capabilityInvocation, CapabilityInvocation, capabilityDelegation, ...method } =
      changes as Record<string, unknown>
    const document = {
      '@context': 'https://www.w3.org/ns/did/v1.1',
      id,
      verificationMethod: [
        {
          id: `${id}#a`,
          type: 'Multikey',
          controller: id,
          publicKeyMultibase: hilt!.did.slice('did:key:'.length),
          ...method,
        },
      ],
      capabilityInvocation,
      CapabilityInvocation,
      capabilityDelegation,
    }
    const request = { invocation: made.bytes, time: NOW, documents: { [id]: document } }
    expect(await outcome(reference.ask('authorize', request))).toBe(name)
    const authorization = ucan.authorize(ucan.Invocation.decode(fromHex(made.bytes)), {
      audience: id,
      proofs: [],
      now: NOW,
      didResolver: {
        resolve: async () => ({ didDocument: JSON.parse(JSON.stringify(document)) as object }),
      },
    })
    const isAuthorized = await authorization.then(
      () => true,
      () => false,
    )
    expect(isAuthorized).toBe(name === 'authorized')
    const withoutDocument = { ...request, documents: {} }
    expect(await outcome(reference.ask('authorize', withoutDocument))).toBe('DIDKeyResolutionError')
  })

  it('trusts only the attestations of the authority', async (context) => {
    needsGo(reference, context)
    const alice = 'did:mailto:example.com:alice'
    const made = await reference.ask('make', {
      ...invocationBy(service!),
      attested: alice,
      subject: alice,
    })
    const request = { invocation: made.bytes, time: NOW }
    const by = async (authority?: string) =>
      await outcome(
        reference.ask('authorize', { ...request, ...(authority !== undefined && { authority }) }),
      )
    expect(await by(service!.did)).toBe('authorized')
    expect(await by(other!.did)).toBe('InvalidSignature')
    expect(await by()).toBe('DIDKeyResolutionError')
    // If Alice is her own authority, the chain of authorities never ends. The Go program
    // panics before the stack overflows.
    expect(await by(alice)).toBe('panic')
  })

  it('panics if a list in the arguments starts with null, then has an integer', async (context) => {
    needsGo(reference, context)
    const value = toHex(dagCbor.encode({ list: [null, 1] }))
    const policy = toHex(dagCbor.encode([]))
    const panic = { reason: 'panic', message: expect.stringMatching(/^panic: reflect/) }
    await expect(reference.ask('match', { policy, value })).rejects.toMatchObject(panic)
    const made = await reference.ask('make', {
      ...invocationBy(service!),
      args: toHex(dagCbor.encode({ list: [null, 1] })),
    })
    expect(await outcome(reference.ask('authorize', { invocation: made.bytes, time: NOW }))).toBe(
      'panic',
    )
  })
})

describe('the reference, asked to match a policy', () => {
  it.for([
    [[['==', '.a', 1]], { a: 1 }, true],
    [[['==', '.a', 1]], { a: 2 }, false],
    [[['like', '.a', 'us-*']], { a: 'us-east-1' }, true],
    [
      [
        [
          'and',
          [
            ['>', '.a', 1],
            ['<', '.a', 3],
          ],
        ],
      ],
      { a: 2 },
      true,
    ],
    [[['or', []]], {}, true],
    [[['not', ['==', '.a', 1]]], { a: 1 }, false],
    [[['all', '.a', ['>', '.', 0]]], { a: [1, 2] }, true],
    [[['any', '.a', ['>', '.', 1]]], { a: [1, 1] }, false],
    [[['==', '.b', null]], { a: 1 }, false],
    [[['==', '.b?', null]], { a: 1 }, true],
  ] as const)('returns whether %j matches %j', async ([policy, value, matches], context) => {
    needsGo(reference, context)
    const answer = await reference.ask('match', {
      policy: toHex(dagCbor.encode(policy)),
      value: toHex(dagCbor.encode(value)),
    })
    expect(answer.matches).toBe(matches)
  })
})
