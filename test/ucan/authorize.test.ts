import { describe, expect, it } from 'vitest'
import { customer, provider, type DID } from '../../src/index.js'
import {
  AuthorizationError,
  authorize,
  delegate,
  Delegation,
  Ed25519,
  fail,
  invoke,
  Invocation,
  Secp256k1,
  type Authorization,
  type AuthorizeOptions,
  type DelegateOptions,
  type InvokeOptions,
} from '../../src/ucan/index.js'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import { ECDSASigner } from 'iso-signatures/signers/ecdsa.js'
import invocationCases from '../../fixtures/authorization/invocations.json' with { type: 'json' }

const NOW = 1_800_000_000
const [service, hilt, operator, stranger] = await Promise.all([
  Ed25519.generate(),
  Secp256k1.generate(),
  Ed25519.generate(),
  Ed25519.generate(),
])
const args: customer.AddArguments = {
  customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  product: 'did:web:free.web3.storage',
  details: { plan: 'pro' },
}

/** Returns a delegation of `/customer/add` by the service to Hilt. */
async function delegation(
  options: Partial<DelegateOptions> = {},
  command = '/customer/add' as `/${string}`,
) {
  return await delegate(command, {
    issuer: service,
    audience: hilt.did,
    subject: service.did,
    expiration: null,
    ...options,
  })
}

/** Returns an invocation of `/customer/add` by Hilt on the service, with these proofs in this order. */
async function invocationWith(
  proofs: readonly Delegation[] = [],
  options: Partial<InvokeOptions<customer.AddArguments>> = {},
): Promise<Invocation> {
  return await invoke(customer.add, {
    issuer: hilt,
    subject: service.did,
    arguments: args,
    expiration: null,
    ...options,
    proofs: proofs.map(({ cid }) => cid),
  })
}

/** Authorizes an invocation by Hilt with these proofs. */
async function authorized(
  proofs: readonly Delegation[],
  options: Partial<AuthorizeOptions> = {},
  invokeOptions: Partial<InvokeOptions<customer.AddArguments>> = {},
): Promise<Authorization> {
  return await authorize(await invocationWith(proofs, invokeOptions), {
    audience: service.did,
    proofs,
    now: NOW,
    ...options,
  })
}

/** Returns the error that an authorization fails with. */
async function errorOf(authorization: Promise<unknown>): Promise<AuthorizationError> {
  try {
    await authorization
  } catch (error) {
    if (error instanceof AuthorizationError) return error
    throw error
  }
  throw new Error('the invocation was authorized')
}

/** Returns `authorized`, or the name of the error. */
async function outcomeOf(authorization: Promise<unknown>): Promise<string> {
  return await authorization.then(
    () => 'authorized',
    ({ name }: Error) => name,
  )
}

describe('authorize', () => {
  it('accepts a principal that invokes a command on itself', async () => {
    const own = await authorized([], {}, { issuer: service })
    expect(own).toEqual({ proofs: [], policy: [], expiration: undefined })
  })

  it('accepts a delegation by the subject, and returns what it proves', async () => {
    const policy = [['==', '.product', args.product]] as const
    const proof = await delegation({ policy, expiration: NOW + 10 })
    const proved = await authorized([proof], {}, { expiration: NOW + 20 })
    expect(proved).toEqual({ proofs: [proof], policy, expiration: NOW + 10 })
  })

  it('accepts a chain of a wider command, a powerline and a narrower policy', async () => {
    const root = await delegation({ audience: operator.did }, '/customer')
    const powerline = await delegation(
      { issuer: operator, audience: stranger.did, subject: null },
      '/',
    )
    const last = await delegation({ issuer: stranger, policy: [['like', '.product', 'did:web:*']] })
    const chain = [root, powerline, last]
    expect((await authorized(chain)).proofs).toEqual(chain)
    expect((await authorized(chain, { proofs: [last, root, powerline] })).proofs).toEqual(chain)
  })

  it('calls the given function for each proof', async () => {
    const proof = await delegation()
    const asked: string[] = []
    await authorized([proof], {
      proofs: async (cid) => {
        asked.push(cid.toString())
        return proof
      },
    })
    expect(asked).toEqual([proof.cid.toString()])
    const other = await delegation()
    expect(await outcomeOf(authorized([proof], { proofs: () => other }))).toBe('UnavailableProof')
    expect(await outcomeOf(authorized([proof], { proofs: () => undefined }))).toBe(
      'UnavailableProof',
    )
  })

  it('rejects an invocation for another service', async () => {
    const proof = await delegation()
    const elsewhere = { audience: stranger.did }
    expect(await outcomeOf(authorized([proof], {}, elsewhere))).toBe('InvalidAudience')
    expect(await outcomeOf(authorized([proof], elsewhere))).toBe('InvalidAudience')
    const both = await authorized([proof], elsewhere, elsewhere)
    expect(both.proofs).toEqual([proof])
  })

  it.each<[string, string, () => Promise<unknown>]>([
    ['InvalidClaim', 'no proofs', () => authorized([])],
    [
      'InvalidClaim',
      'a first proof without a subject',
      async () => authorized([await delegation({ subject: null })]),
    ],
    [
      'InvalidSubject',
      'a proof for another subject',
      async () => authorized([await delegation({ subject: stranger.did })]),
    ],
    [
      'InvalidAudience',
      'a proof for another audience',
      async () => authorized([await delegation({ audience: stranger.did })]),
    ],
    [
      'InvalidAudience',
      'a proof by another issuer',
      async () => authorized([await delegation({ issuer: stranger })]),
    ],
    [
      'UnavailableProof',
      'a proof that is not provided',
      async () => authorized([await delegation()], { proofs: [] }),
    ],
    [
      'Expired',
      'a proof that expires now',
      async () => authorized([await delegation({ expiration: NOW })]),
    ],
    [
      'Expired',
      'an invocation that expires now',
      async () => authorized([await delegation()], {}, { expiration: NOW }),
    ],
    [
      'TooEarly',
      'a proof that becomes valid now',
      async () => authorized([await delegation({ notBefore: NOW })]),
    ],
    [
      'ImpossibleAttenuation',
      'a proof of another command',
      async () => authorized([await delegation({}, '/provider')]),
    ],
    [
      'ImpossibleAttenuation',
      'a proof of a prefix within a segment',
      async () => authorized([await delegation({}, '/custom')]),
    ],
    [
      'ImpossibleAttenuation',
      'a proof of a command below',
      async () => authorized([await delegation({}, '/customer/add/x')]),
    ],
    [
      'ImpossibleAttenuation',
      'two proofs of different commands',
      async () =>
        authorized([
          await delegation({ audience: operator.did }, '/a'),
          await delegation({ issuer: operator }, '/b'),
        ]),
    ],
    [
      'MatchError',
      'arguments that a policy does not allow',
      async () => authorized([await delegation({ policy: [['==', '.product', 'x']] })]),
    ],
    [
      'TooManyProofs',
      'more proofs than the limit',
      async () => authorized([await delegation()], { limits: { proofs: 0 } }),
    ],
    [
      'Revoked',
      'a revoked proof',
      async () => authorized([await delegation()], { isRevoked: () => true }),
    ],
    [
      'Revoked',
      'an isRevoked that does not return a boolean',
      async () =>
        authorized([await delegation()], { isRevoked: () => undefined as unknown as boolean }),
    ],
  ])('fails with %s for %s', async (name, _what, authorization) => {
    expect(await outcomeOf(authorization())).toBe(name)
  })

  it('accepts tokens one second before they expire or after they start', async () => {
    const proof = await delegation({ notBefore: NOW - 1, expiration: NOW + 1 })
    expect(await outcomeOf(authorized([proof], {}, { expiration: NOW + 1 }))).toBe('authorized')
  })

  it('fails with the CID of the token and the reason', async () => {
    const proof = await delegation({ expiration: NOW - 60 })
    const error = await errorOf(authorized([proof]))
    expect(error.token?.equals(proof.cid)).toBe(true)
    expect(error.message).toBe(
      `the delegation from ${service.did} to ${hilt.did} expired 2027-01-15T07:59:00Z`,
    )
    const receipt = await fail({ executor: service, ran: await invocationWith(), error })
    expect(receipt.out).toEqual({ error: { name: 'Expired', message: error.message } })
  })

  it('rejects a token that another key signed', async () => {
    const proof = await delegation({
      issuer: {
        ...service,
        did: service.did,
        signatureType: 'Ed25519',
        sign: stranger.sign.bind(stranger),
      },
    })
    const { name, token } = await errorOf(authorized([proof]))
    expect([name, token?.toString()]).toEqual(['InvalidSignature', proof.cid.toString()])
  })

  it('rejects signature types that the reference does not verify', async () => {
    const p256 = await ECDSASigner.generate('P-256')
    const own = { issuer: p256, subject: p256.did as DID, audience: service.did }
    expect(await outcomeOf(authorized([], {}, own))).toBe('UnverifiableSignature')
    const absent = {
      did: service.did,
      signatureType: 'NonStandard',
      sign: () => new Uint8Array(),
    } as const
    expect(await outcomeOf(authorized([], {}, { issuer: absent }))).toBe('UnverifiableSignature')
  })

  it('accepts the signers of iso-signatures', async () => {
    const issuer = ES256KSigner.generate()
    const proof = await delegation({ audience: issuer.did as DID })
    expect(await outcomeOf(authorized([proof], {}, { issuer }))).toBe('authorized')
  })

  it('fails with DIDKeyResolutionError for an issuer whose keys are unknown', async () => {
    const web = hilt.withDID('did:web:hilt.example')
    const error = await errorOf(
      authorized([await delegation({ audience: web.did })], {}, { issuer: web }),
    )
    expect(error.name).toBe('DIDKeyResolutionError')
    expect(error.message).toBe(
      "can't determine the keys of did:web:hilt.example: the option didResolver is required",
    )
  })

  it('matches policies against signed fields that the command does not have', async () => {
    const open = { ...customer.add, arguments: provider.add.arguments }
    const proof = await delegation({ policy: [['==', '.consumer', 'did:web:bucket.example']] })
    const outcomeFor = async (consumer: DID) => {
      const invocation = await invoke(open, {
        issuer: hilt,
        subject: service.did,
        arguments: { provider: 'did:web:up.example', consumer },
        proofs: [proof.cid],
      })
      return await outcomeOf(authorize(invocation, { audience: service.did, proofs: [proof] }))
    }
    expect(await outcomeFor('did:web:bucket.example')).toBe('authorized')
    expect(await outcomeFor('did:web:other.example')).toBe('MatchError')
  })

  it('calls isRevoked once for each proof, after all other checks', async () => {
    const root = await delegation({ audience: operator.did })
    const last = await delegation({ issuer: operator })
    const asked: Delegation[] = []
    const isRevoked = async (proof: Delegation) => {
      asked.push(proof)
      return false
    }
    await authorized([root, last], { isRevoked })
    expect(asked).toEqual([root, last])
    await errorOf(authorized([root], { isRevoked }))
    expect(asked).toHaveLength(2)
    const isLastRevoked = (proof: Delegation) => proof === last
    const { token } = await errorOf(authorized([root, last], { isRevoked: isLastRevoked }))
    expect(token?.equals(last.cid)).toBe(true)
  })

  it('throws the error of isRevoked', async () => {
    const offline = () => Promise.reject(new Error('offline'))
    await expect(authorized([await delegation()], { isRevoked: offline })).rejects.toThrow(
      'offline',
    )
  })

  it('limits a proof chain to 32 delegations by default', async () => {
    const circle = await delegation({ audience: service.did })
    const chain = [...Array.from({ length: 31 }, () => circle), await delegation()]
    expect((await authorized(chain)).proofs).toHaveLength(32)
    expect(await outcomeOf(authorized([circle, ...chain]))).toBe('TooManyProofs')
  })
})

interface Row {
  readonly name: string
  readonly invocation: { readonly '/': { readonly bytes: string } }
  readonly proofs: ReadonlyArray<{ readonly '/': { readonly bytes: string } }>
  readonly time: number
  readonly error?: { readonly name: string }
}

const bytesIn = (value: Row['invocation']) => Buffer.from(value['/'].bytes, 'base64')

describe('the cases of the UCAN working group', () => {
  const { valid, invalid }: { readonly valid: readonly Row[]; readonly invalid: readonly Row[] } =
    invocationCases

  it.each([...valid, ...invalid])('decides $name', async (row) => {
    const invocation = Invocation.decode(bytesIn(row.invocation))
    const authorization = authorize(invocation, {
      audience: invocation.audience ?? invocation.subject,
      proofs: row.proofs.map((proof) => Delegation.decode(bytesIn(proof))),
      now: row.time,
    })
    expect(await outcomeOf(authorization)).toBe(row.error?.name ?? 'authorized')
  })

  it('are 7 valid and 13 invalid ones', () => {
    expect([valid.length, invalid.length]).toEqual([7, 13])
  })
})
