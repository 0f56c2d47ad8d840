/*
 * Compares the outcomes of authorization in the library and the reference, for
 * random proof chains with random changes.
 */
import * as fc from 'fast-check'
import { afterAll, describe, it } from 'vitest'
import { count } from './counts.js'
import { toHex } from './hex.js'
import { customer, ucan, type DID } from './library.js'
import { CASES, holds, needsGo, startSession } from './session.js'

const reference = startSession()

/** The time of each authorization, in Unix seconds. */
const NOW = 1_800_000_000
const ACCOUNT: DID = 'did:mailto:mail.example:ana'
const EMPTY = new Uint8Array(0)

const seed = (byte: number) => new Uint8Array(32).fill(byte)
const service = (await ucan.Ed25519.fromSeed(seed(1))).withDID('did:web:up.example')
const authority = (await ucan.Ed25519.fromSeed(seed(2))).withDID('did:web:authority.example')
const stranger = await ucan.Ed25519.fromSeed(seed(3))

/** The principals from which chains are built: signers with Ed25519 and secp256k1 keys, and an attested `did:mailto`. */
const principals: readonly ucan.Signer[] = [
  service,
  await ucan.Ed25519.fromSeed(seed(4)),
  await ucan.Secp256k1.fromSeed(seed(5)),
  (await ucan.Secp256k1.fromSeed(seed(6))).withDID('did:plc:ewvi7nxzyoun6zhxrhs64oiz'),
  ucan.attest(ACCOUNT, authority),
  await ucan.Ed25519.fromSeed(seed(7)),
]

type Keyed = ucan.KeySigner

/** Returns a DID document with one key. Adds properties to the verification method and to the document. */
function documentOf(
  { did, keyDID }: Keyed,
  method: object = {},
  relationships: object = {},
): object {
  return {
    '@context': 'https://www.w3.org/ns/did/v1',
    id: did,
    verificationMethod: [
      {
        id: `${did}#key`,
        type: 'Multikey',
        controller: did,
        publicKeyMultibase: keyDID.slice('did:key:'.length),
        ...method,
      },
    ],
    ...relationships,
  }
}

/** The inputs of an authorization, which the changes below modify. */
interface Case {
  readonly links: Link[]
  invocation: Omit<ucan.InvokeOptions<customer.AddArguments>, 'arguments'>
  /** The DID of the service that authorizes the invocation. */
  executor: DID
  /** Whether the service trusts the attestations of the authority. */
  trusted: boolean
  readonly documents: Record<string, object>
  /** Returns the delegations that are available as proofs. */
  available: (proofs: ucan.Delegation[]) => ucan.Delegation[]
}

/** A delegation from one principal of the chain to the next. */
interface Link {
  command: `/${string}`
  options: ucan.DelegateOptions
}

const at = (name: string, time: number | null) => (link: Link) => {
  link.options = { ...link.options, [name]: time }
}
const expiresAt = (time: number) => at('expiration', time)
const startsAt = (time: number) => at('notBefore', time)
const changed = (options: Partial<ucan.DelegateOptions>) => (link: Link) => {
  link.options = { ...link.options, ...options }
}
const command = (name: `/${string}`) => (link: Link) => {
  link.command = name
}
const policy = (...statements: ucan.Policy) => changed({ policy: statements })
const forged: Partial<ucan.Signer> = { sign: (bytes) => stranger.sign(bytes) }

/** The changes of a link of the chain, by name. */
const LINK_CHANGES: Readonly<Record<string, (link: Link) => void>> = {
  'another audience': changed({ audience: stranger.did }),
  'another issuer': changed({ issuer: stranger }),
  'another subject': changed({ subject: stranger.did }),
  'a powerline': changed({ subject: null }),
  'a sibling command': command('/provider/add'),
  'a command with a common prefix': command('/custom'),
  'a parent command': command('/customer'),
  'a narrower command': command('/customer/add/more'),
  'the top command': command('/'),
  'expired a second ago': expiresAt(NOW - 1),
  'expires now': expiresAt(NOW),
  'expires in a second': expiresAt(NOW + 1),
  'starts in a second': startsAt(NOW + 1),
  'starts now': startsAt(NOW),
  'started a second ago': startsAt(NOW - 1),
  'starts at 0': startsAt(0),
  'another signature': (link) => {
    const { did, signatureType } = link.options.issuer
    link.options = { ...link.options, issuer: { did, signatureType, sign: forged.sign! } }
  },
  'an empty signature': (link) => {
    const { did, signatureType } = link.options.issuer
    link.options = { ...link.options, issuer: { did, signatureType, sign: () => EMPTY } }
  },
  'no signature type': (link) => {
    const { did } = link.options.issuer
    const sign = () => EMPTY
    link.options = { ...link.options, issuer: { did, signatureType: 'NonStandard', sign } }
  },
  'a policy that matches': policy(['==', '.product', 'did:web:free.web3.storage']),
  'a policy that does not match': policy(['==', '.product', 'did:web:other.example']),
  'a policy of a missing field': policy(['like', '.details.absent', '*']),
  'a policy of an optional field': policy(['not', ['==', '.details.absent?', 'x']]),
}

type InvocationOptions = Case['invocation']

/** Returns a change of the options of the invocation. */
function invocationWith(change: (value: Case) => Partial<InvocationOptions>) {
  return (value: Case) => {
    value.invocation = { ...value.invocation, ...change(value) }
  }
}

/** The changes of a whole case, by name. */
const CASE_CHANGES: Readonly<Record<string, (value: Case) => void>> = {
  nothing: () => {},
  'invocation for another service': (value) => (value.executor = stranger.did),
  'invocation with an audience': invocationWith((value) => ({ audience: value.executor })),
  'invocation for another audience': invocationWith(() => ({ audience: stranger.did })),
  'invocation expires now': invocationWith(() => ({ expiration: NOW })),
  'invocation expires in a second': invocationWith(() => ({ expiration: NOW + 1 })),
  'invocation by a stranger': invocationWith(() => ({ issuer: stranger })),
  'invocation with another signature': invocationWith(({ invocation: { issuer } }) => {
    const { did, signatureType } = issuer
    return { issuer: { did, signatureType, sign: forged.sign! } }
  }),
  'a missing proof': (value) => (value.available = (proofs) => proofs.slice(1)),
  'proofs in another order': (value) => (value.available = (proofs) => proofs.toReversed()),
  'a repeated link': (value) => {
    if (value.links.length > 0) value.links.push(value.links.at(-1)!)
  },
  'links in another order': (value) =>
    void value.links.splice(0, Infinity, ...value.links.toReversed()),
  'an untrusted authority': (value) => (value.trusted = false),
  'no document': (value) => delete value.documents[service.did],
  'a document with another key': (value) => {
    value.documents[service.did] = documentOf({
      ...service,
      did: service.did,
      keyDID: stranger.keyDID,
    } as Keyed)
  },
  'a key that expires now': (value) => {
    value.documents[service.did] = documentOf(service, { expires: '2027-01-15T08:00:00Z' })
  },
  'a key that expires later': (value) => {
    value.documents[service.did] = documentOf(service, { expires: '2027-01-15T08:00:01Z' })
  },
  'a revoked key': (value) => {
    value.documents[service.did] = documentOf(service, { revoked: '2026-01-01T00:00:00Z' })
  },
  'a key that may not delegate': (value) => {
    value.documents[service.did] = documentOf(service, {}, { capabilityDelegation: [] })
  },
  'a key that may not invoke': (value) => {
    value.documents[service.did] = documentOf(service, {}, { capabilityInvocation: [] })
  },
  'a key that may delegate': (value) => {
    const capabilityDelegation = [`${service.did}#key`]
    value.documents[service.did] = documentOf(service, {}, { capabilityDelegation })
  },
  'an authority without a document': (value) => delete value.documents[authority.did],
}

const changes = fc.record({
  /** The principals of the chain: the subject first, the issuer of the invocation last. */
  chain: fc.array(fc.nat(principals.length - 1), { minLength: 1, maxLength: 6 }),
  ofLinks: fc.array(
    fc.record({ index: fc.nat(5), name: fc.constantFrom(...Object.keys(LINK_CHANGES)) }),
    { maxLength: 2 },
  ),
  ofCase: fc.constantFrom(...Object.keys(CASE_CHANGES)),
})

type Changes = typeof changes extends fc.Arbitrary<infer T> ? T : never

/** Builds the case of a chain, and applies the changes to it. */
function caseOf({ chain, ofLinks, ofCase }: Changes): Case {
  const signers = chain.map((index) => principals[index]!)
  const subject = signers[0]!.did as DID
  const value: Case = {
    links: signers.slice(1).map((signer, i) => ({
      command: '/customer/add',
      options: {
        issuer: signers[i]!,
        audience: signer.did as DID,
        subject,
        expiration: null,
      },
    })),
    invocation: { issuer: signers.at(-1)!, subject, expiration: null },
    executor: subject,
    trusted: true,
    documents: Object.fromEntries(
      [service, authority, principals[3] as Keyed].map((signer) => [
        signer.did,
        documentOf(signer),
      ]),
    ),
    available: (proofs) => proofs,
  }
  for (const { index, name } of ofLinks) {
    const link = value.links[index % (value.links.length || 1)]
    if (link === undefined) continue
    LINK_CHANGES[name]!(link)
    // `delegate` rejects a `notBefore` that is not before the expiration.
    const { notBefore = 0, expiration } = link.options
    if (expiration !== null && notBefore >= expiration) startsAt(0)(link)
  }
  CASE_CHANGES[ofCase]!(value)
  return value
}

/** Returns the outcome in the library: `authorized`, or the name of the error. */
async function ourOutcome(
  invocation: ucan.Invocation,
  proofs: readonly ucan.Delegation[],
  { executor, documents, trusted }: Case,
): Promise<string> {
  try {
    await ucan.authorize(invocation, {
      audience: executor,
      proofs,
      now: NOW,
      didResolver: { resolve: async (did) => ({ didDocument: documents[did] ?? null }) },
      trustedAuthorities: trusted ? [authority.did] : [],
    })
    return 'authorized'
  } catch (error) {
    return (error as Error).name
  }
}

/** Returns the outcome in the reference: `authorized`, or the name of the error. */
async function theirOutcome(
  invocation: ucan.Invocation,
  proofs: readonly ucan.Delegation[],
  { executor, documents, trusted }: Case,
): Promise<string> {
  const { authorized, reason } = await reference.ask('authorize', {
    invocation: toHex(invocation.bytes),
    proofs: proofs.map((proof) => toHex(proof.bytes)),
    audience: executor,
    time: NOW,
    documents,
    ...(trusted ? { authority: authority.did } : {}),
  })
  return authorized ? 'authorized' : (reason?.name ?? 'an error without a name')
}

/** The library's names of errors that may have no name in the reference. The reference then sends `UnknownError`. */
const UNNAMED = new Set([
  'ImpossibleAttenuation',
  'DIDKeyResolutionError',
  'InvalidSignature',
  'MatchError',
])

describe('a random proof chain', () => {
  const seen = new Map<string, number>()
  afterAll(() => {
    for (const [what, cases] of seen) count(`authorizations: ${what}`, cases)
  })

  it('has the same outcome in the library and the reference', async (context) => {
    needsGo(reference, context)
    const see = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
    await holds(
      'authorizations of random proof chains',
      changes,
      async (random) => {
        const value = caseOf(random)
        const made: ucan.Delegation[] = []
        for (const { command: name, options } of value.links) {
          made.push(await ucan.delegate(name, { ...options, nonce: EMPTY }))
        }
        const invocation = await ucan.invoke(customer.add, {
          arguments: {
            customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
            product: 'did:web:free.web3.storage',
            details: { region: 'eu-central-1' },
          },
          ...value.invocation,
          proofs: made.map(({ cid }) => cid),
        })
        const proofs = value.available(made)
        const ours = await ourOutcome(invocation, proofs, value)
        const theirs = await theirOutcome(invocation, proofs, value)
        if (theirs === 'UnknownError' ? !UNNAMED.has(ours) : ours !== theirs) {
          const what = JSON.stringify(random)
          throw new Error(`${what}: expected ${theirs} as in the reference, received ${ours}`)
        }
        see(ours)
        see(random.ofCase)
        for (const { name } of random.ofLinks) see(name)
      },
      CASES * 12,
    )
  }, 600_000)
})
