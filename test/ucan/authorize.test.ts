import { describe, expect, it } from 'vitest'
import { customer, provider, type DID } from '../../src/index.js'
import {
  attest,
  AuthorizationError,
  authorize,
  delegate,
  Delegation,
  Ed25519,
  fail,
  invoke,
  Invocation,
  mailtoDID,
  Secp256k1,
  type Authorization,
  type AuthorizeOptions,
  type DelegateOptions,
  type DIDResolution,
  type InvokeOptions,
} from '../../src/ucan/index.js'
import { invocations } from '../../src/ucan/invocation.js'
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

/** Returns a delegation. By default the service delegates `/customer/add` to Hilt. */
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

/** Returns an invocation of `/customer/add` with these proofs, in this order. By default Hilt invokes the command on the service. */
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

/** Authorizes an invocation with these proofs. Hilt issues the invocation by default. */
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

/** The inputs of an authorization that fails. */
interface Case {
  readonly proofs: readonly Delegation[]
  readonly options?: Partial<AuthorizeOptions>
  readonly invoke?: Partial<InvokeOptions<customer.AddArguments>>
}

const OTHER: DID = 'did:web:other.example'
const UNSIGNED = {
  did: service.did,
  signatureType: 'NonStandard',
  sign: () => new Uint8Array(),
} as const
const FORGER = stranger.withDID(service.did)

async function errorOf(authorization: Promise<unknown>): Promise<AuthorizationError> {
  try {
    await authorization
  } catch (error) {
    if (error instanceof AuthorizationError) return error
    throw error
  }
  throw new Error('expected AuthorizationError, but the invocation was authorized')
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

  it('accepts a delegation by the subject, and returns its policy and expiration', async () => {
    const policy = [['==', '.product', args.product]] as const
    const proof = await delegation({ policy, expiration: NOW + 10 })
    const proved = await authorized([proof], {}, { expiration: NOW + 20 })
    expect(proved).toEqual({ proofs: [proof], policy, expiration: NOW + 10 })
  })

  it('accepts a wider command, a powerline and a policy, and finds proofs in any order', async () => {
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

  it('finds a proof with a function, and checks the CID of the result', async () => {
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
      'a proof whose notBefore is now',
      async () => authorized([await delegation({ notBefore: NOW })]),
    ],
    [
      'ImpossibleAttenuation',
      'a proof of another command',
      async () => authorized([await delegation({}, '/provider')]),
    ],
    [
      'ImpossibleAttenuation',
      'a proof of /custom for /customer/add',
      async () => authorized([await delegation({}, '/custom')]),
    ],
    [
      'ImpossibleAttenuation',
      'a proof of a narrower command',
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
      'TooManyProofs',
      'a limit of proofs that is NaN',
      async () => authorized([await delegation()], { limits: { proofs: NaN } }),
    ],
    [
      'MatchError',
      'a limit of policy steps that is NaN',
      async () =>
        authorized([await delegation({ policy: [['==', '.customer', args.customer]] })], {
          limits: { policySteps: NaN },
        }),
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

  it('accepts tokens one second after notBefore and one second before expiration', async () => {
    const proof = await delegation({ notBefore: NOW - 1, expiration: NOW + 1 })
    expect(await outcomeOf(authorized([proof], {}, { expiration: NOW + 1 }))).toBe('authorized')
  })

  it('throws an error with the CID of the token and the reason, for use in a receipt', async () => {
    const proof = await delegation({ expiration: NOW - 60 })
    const error = await errorOf(authorized([proof]))
    expect(error.token?.equals(proof.cid)).toBe(true)
    expect(error.message).toBe(
      `the delegation from ${service.did} to ${hilt.did} expired 2027-01-15T07:59:00Z`,
    )
    const receipt = await fail({ executor: service, ran: await invocationWith(), error })
    expect(receipt.out).toEqual({ error: { name: 'Expired', message: error.message } })
  })

  it.each<[name: string, message: RegExp, token: 'invocation' | number, () => Promise<Case>]>([
    [
      'InvalidAudience',
      /^the invocation is for (did:key:z6Mk\S+), not for did:web:other.example$/,
      'invocation',
      async () => ({ proofs: [await delegation()], options: { audience: OTHER } }),
    ],
    [
      'UnverifiableSignature',
      /^the signature type NonStandard is not accepted: expected Ed25519, ES256K or AuthorityAttestation$/,
      'invocation',
      async () => ({ proofs: [], invoke: { issuer: UNSIGNED } }),
    ],
    [
      'UnverifiableSignature',
      /^the signature type NonStandard is not accepted: expected Ed25519, ES256K or AuthorityAttestation$/,
      0,
      async () => ({ proofs: [await delegation({ issuer: UNSIGNED })] }),
    ],
    [
      'InvalidSignature',
      /^no key of did:key:z6Mk\S+ made the signature of bafyrei\w+: sign the token with a key of its issuer$/,
      0,
      async () => ({ proofs: [await delegation({ issuer: FORGER })] }),
    ],
    [
      'Expired',
      /^the invocation by did:key:zQ3s\S+ expired 2027-01-15T08:00:00Z$/,
      'invocation',
      async () => ({ proofs: [await delegation()], invoke: { expiration: NOW } }),
    ],
    [
      'TooEarly',
      /^the delegation from did:key:z6Mk\S+ to did:key:zQ3s\S+ is not valid until after 2027-01-15T08:00:00Z$/,
      0,
      async () => ({ proofs: [await delegation({ notBefore: NOW })] }),
    ],
    [
      'TooManyProofs',
      /^expected at most 0 proofs, received 1$/,
      'invocation',
      async () => ({ proofs: [await delegation()], options: { limits: { proofs: 0 } } }),
    ],
    [
      'UnavailableProof',
      /^the proof bafyrei\S+ was not provided$/,
      0,
      async () => ({ proofs: [await delegation()], options: { proofs: [] } }),
    ],
    [
      'InvalidClaim',
      /^the first proof has no subject: expected did:key:z6Mk\S+$/,
      0,
      async () => ({ proofs: [await delegation({ subject: null })] }),
    ],
    [
      'InvalidClaim',
      /^the issuer did:key:zQ3s\S+ is not the subject did:key:z6Mk\S+, and there are no proofs$/,
      'invocation',
      async () => ({ proofs: [] }),
    ],
    [
      'InvalidSubject',
      /^the delegation from did:key:z6Mk\S+ to did:key:zQ3s\S+ is for the subject did:web:other.example, not for did:key:z6Mk\S+$/,
      0,
      async () => ({ proofs: [await delegation({ subject: OTHER })] }),
    ],
    [
      'InvalidAudience',
      /^the delegation from did:key:z6Mk\S+ to did:key:zQ3s\S+ is not issued by did:key:z6Mk\S+, whose authority it needs$/,
      0,
      async () => ({ proofs: [await delegation({ issuer: stranger })] }),
    ],
    [
      'InvalidAudience',
      /^the proof chain ends at did:web:other.example, not at the issuer did:key:zQ3s\S+$/,
      'invocation',
      async () => ({ proofs: [await delegation({ audience: OTHER })] }),
    ],
    [
      'ImpossibleAttenuation',
      /^the delegation from did:key:z6Mk\S+ to did:key:zQ3s\S+ is for \/b, but the proofs before it are for \/a$/,
      1,
      async () => ({
        proofs: [
          await delegation({ audience: operator.did }, '/a'),
          await delegation({ issuer: operator }, '/b'),
        ],
      }),
    ],
    [
      'ImpossibleAttenuation',
      /^the proofs are for \/provider, not for \/customer\/add$/,
      'invocation',
      async () => ({ proofs: [await delegation({}, '/provider')] }),
    ],
    [
      'MatchError',
      /^the delegation from did:key:z6Mk\S+ to did:key:zQ3s\S+ does not allow these arguments: statement 1 of its policy is not true$/,
      0,
      async () => ({ proofs: [await delegation({ policy: [['==', '.product', 'x']] })] }),
    ],
    [
      'Revoked',
      /^the delegation from did:key:z6Mk\S+ to did:key:zQ3s\S+ was revoked$/,
      0,
      async () => ({ proofs: [await delegation()], options: { isRevoked: () => true } }),
    ],
  ])('fails with %s, the reason and the token, case %#', async (name, message, at, make) => {
    const { proofs, options, invoke: changes } = await make()
    const invocation = await invocationWith(proofs, changes)
    const error = await errorOf(
      authorize(invocation, { audience: service.did, proofs, now: NOW, ...options }),
    )
    expect(error.name).toBe(name)
    expect(error.message).toMatch(message)
    const token = at === 'invocation' ? invocation : proofs[at]
    expect(error.token?.toString()).toBe(token?.cid.toString())
  })

  it('rejects arguments with floats', async () => {
    // {"a": 1.5}
    const invocation = await invocations.sign(service, {
      iss: service.did,
      sub: service.did,
      cmd: '/customer/add',
      args: Uint8Array.from(Buffer.from('a16161fb3ff8000000000000', 'hex')),
      prf: [],
      nonce: new Uint8Array(),
      exp: null,
    })
    const error = await errorOf(authorize(invocation, { audience: service.did, proofs: [] }))
    expect(error.name).toBe('MalformedArguments')
    expect(error.message).toBe('arguments: a: expected integer, received float')
    expect(error.token?.equals(invocation.cid)).toBe(true)
  })

  it('uses the current time by default', async () => {
    const seconds = Math.floor(Date.now() / 1000)
    const proof = await delegation({ notBefore: seconds - 10, expiration: seconds + 1000 })
    const outcomeFor = (expiration: number) =>
      outcomeOf(authorized([proof], { now: undefined }, { expiration }))
    expect(await outcomeFor(seconds + 1000)).toBe('authorized')
    expect(await outcomeFor(seconds - 1)).toBe('Expired')
  })

  it('rounds `now` down to a whole second', async () => {
    const proof = await delegation({ notBefore: NOW })
    expect(await outcomeOf(authorized([proof], { now: NOW + 0.5 }))).toBe('TooEarly')
    expect(await outcomeOf(authorized([proof], { now: NOW + 1.5 }))).toBe('authorized')
  })

  it.each([NaN, Infinity, -Infinity, null, '1800000000', NOW * 1000])(
    'throws a TypeError for the time %o',
    async (now) => {
      const proof = await delegation({ expiration: 1 })
      await expect(authorized([proof], { now: now as number })).rejects.toThrow(
        new TypeError(`now: expected time in Unix seconds, received ${now}`),
      )
    },
  )

  it('checks a repeated proof once', async () => {
    const web = service.withDID('did:web:up.example')
    const chain = await Promise.all([
      delegation({ issuer: web, subject: web.did, audience: web.did }),
      delegation({ issuer: web, subject: web.did }),
    ])
    let resolutions = 0
    const verificationMethod = [
      {
        id: '#1',
        type: 'Multikey',
        controller: web.did,
        publicKeyMultibase: service.did.slice('did:key:'.length),
      },
    ]
    const asked: Delegation[] = []
    const [circle, last] = chain
    await authorized(
      [circle, circle, circle, last],
      {
        audience: web.did,
        didResolver: {
          resolve: async () => {
            resolutions++
            return { didDocument: { id: web.did, verificationMethod } }
          },
        },
        isRevoked: (proof) => {
          asked.push(proof)
          return false
        },
      },
      { subject: web.did },
    )
    expect(resolutions).toBe(2)
    expect(asked).toEqual(chain)
  })

  it.each<[string, Partial<DIDResolution> | Error | string, string]>([
    ['returns an error code', { didResolutionMetadata: { error: 'notFound' } }, 'notFound'],
    [
      'returns an Error object',
      { didResolutionMetadata: { error: new Error('offline') } },
      'offline',
    ],
    [
      'returns an empty object as the error',
      { didResolutionMetadata: { error: {} } },
      'unknown error',
    ],
    [
      'returns a deactivated DID',
      { didDocumentMetadata: { deactivated: true } },
      'it was deactivated',
    ],
    ['returns no document', { didDocument: null }, 'it has no document'],
    [
      'returns a document with another id',
      { didDocument: { id: OTHER } },
      'the id of its document must be the same DID',
    ],
    ['throws an Error', new Error('offline'), 'offline'],
    ['throws a string', 'offline', 'offline'],
  ])('fails with DIDKeyResolutionError if didResolver %s', async (_what, result, reason) => {
    const web = service.withDID('did:web:up.example')
    const own = { issuer: web, subject: web.did }
    const verificationMethod = [
      {
        id: '#1',
        type: 'Multikey',
        controller: web.did,
        publicKeyMultibase: service.did.slice('did:key:'.length),
      },
    ]
    const valid: DIDResolution = {
      didDocument: { id: web.did, verificationMethod },
      didDocumentMetadata: { deactivated: false },
      didResolutionMetadata: { error: null },
    }
    const resolveTo = (resolution: DIDResolution) => ({
      audience: web.did,
      didResolver: { resolve: async () => resolution },
    })
    expect(await outcomeOf(authorized([], resolveTo(valid), own))).toBe('authorized')
    const options =
      result instanceof Error || typeof result === 'string'
        ? {
            audience: web.did,
            didResolver: {
              resolve: async () => {
                // oxlint-disable-next-line no-throw-literal
                throw result
              },
            },
          }
        : resolveTo({ ...valid, ...result })
    const error = await errorOf(authorized([], options, own))
    expect(error.name).toBe('DIDKeyResolutionError')
    expect(error.message).toBe(`can't determine the keys of did:web:up.example: ${reason}`)
    expect(error.token).toBeDefined()
  })

  it('fails with DIDKeyResolutionError for an attestation without trustedAuthorities', async () => {
    const account = attest(mailtoDID('ana@mail.example'), service)
    const own = { issuer: account, subject: account.did }
    const error = await errorOf(authorized([], { audience: account.did }, own))
    expect(error.name).toBe('DIDKeyResolutionError')
    expect(error.message).toBe(
      `can't determine the keys of ${account.did}: the option trustedAuthorities is empty`,
    )
  })

  it.each(['\n', '\0', '\x7F', '#', '#%zz'])(
    'fails with DIDKeyResolutionError for a did:mailto with %j',
    async (characters) => {
      const account = attest(`did:mailto:mail.example:ana${characters}`, service)
      const own = { issuer: account, subject: account.did }
      const options = { audience: account.did, trustedAuthorities: [service.did] }
      const error = await errorOf(authorized([], options, own))
      expect(error.name).toBe('DIDKeyResolutionError')
      expect(error.message).toContain('control characters and # must be percent-encoded')
    },
  )

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
    expect(await outcomeOf(authorized([], {}, { issuer: UNSIGNED }))).toBe('UnverifiableSignature')
  })

  it('accepts an invocation by an ES256K signer of iso-signatures', async () => {
    const issuer = ES256KSigner.generate()
    const proof = await delegation({ audience: issuer.did as DID })
    expect(await outcomeOf(authorized([proof], {}, { issuer }))).toBe('authorized')
  })

  it('fails with DIDKeyResolutionError for a did:web without didResolver', async () => {
    const web = hilt.withDID('did:web:hilt.example')
    const error = await errorOf(
      authorized([await delegation({ audience: web.did })], {}, { issuer: web }),
    )
    expect(error.name).toBe('DIDKeyResolutionError')
    expect(error.message).toBe(
      "can't determine the keys of did:web:hilt.example: the option didResolver is required",
    )
  })

  it('matches policies against signed arguments that the command does not define', async () => {
    const withOtherFields = { ...customer.add, arguments: provider.add.arguments }
    const proof = await delegation({ policy: [['==', '.consumer', 'did:web:bucket.example']] })
    const outcomeFor = async (consumer: DID) => {
      const invocation = await invoke(withOtherFields, {
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

  it.each([...valid, ...invalid])('are decided as expected: $name', async (row) => {
    const invocation = Invocation.decode(bytesIn(row.invocation))
    const authorization = authorize(invocation, {
      audience: invocation.audience ?? invocation.subject,
      proofs: row.proofs.map((proof) => Delegation.decode(bytesIn(proof))),
      now: row.time,
    })
    expect(await outcomeOf(authorization)).toBe(row.error?.name ?? 'authorized')
  })

  it('are 7 valid and 13 invalid', () => {
    expect([valid.length, invalid.length]).toEqual([7, 13])
  })
})
