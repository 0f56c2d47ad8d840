import { Resolver as IsoResolver } from 'iso-did'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import { describe, expect, it } from 'vitest'
import { customer, type DID } from '../../src/index.js'
import {
  delegate,
  fail,
  invoke,
  verify,
  type Delegation,
  type DIDResolver,
  type Signer,
} from '../../src/ucan/index.js'
import { checkSignature } from '../../src/ucan/signature.js'
import {
  digestOf,
  isKnownSignature,
  rememberSignature,
} from '../../src/ucan/verified-delegations.js'
import { resolverOf } from './principals.js'

const WEB = 'did:web:up.example'

const key = await EdDSASigner.generate()
const stranger = await EdDSASigner.generate()

/** Returns a signer with this DID, which need not be the DID of its key. */
function as(did: string, by: EdDSASigner | ES256KSigner = key): Signer {
  return { did, signatureType: by.signatureType, sign: (bytes) => by.sign(bytes) }
}

async function signedBy(issuer: Signer): Promise<Delegation> {
  return await delegate(customer.add, {
    issuer,
    audience: 'did:web:hilt.example',
    subject: null,
    expiration: null,
  })
}

function multikey(id: string, did: string) {
  return {
    id,
    type: 'Multikey',
    controller: WEB,
    publicKeyMultibase: did.slice('did:key:'.length),
  }
}

/** Returns a resolver that returns this document for every DID. */
function resolverTo(document: object | null): DIDResolver {
  return { resolve: async () => ({ didDocument: document }) }
}

describe('verify', () => {
  it('needs no resolver for a did:key', async () => {
    expect(await verify(await signedBy(key))).toBe(true)
    expect(await verify(await signedBy(ES256KSigner.generate()))).toBe(true)
  })

  it('verifies a receipt with the key of its executor', async () => {
    const ran = await invoke(customer.add, {
      issuer: stranger,
      subject: stranger.did as DID,
      arguments: { customer: 'did:plc:x', product: 'did:web:free.example', details: {} },
    })
    const error = { name: 'Failed', message: 'it failed' }
    expect(await verify(await fail({ executor: key, ran, error }))).toBe(true)
    expect(await verify(await fail({ executor: as(stranger.did), ran, error }))).toBe(false)
  })

  it('caches a valid signature of a delegation, and does not verify it again', async () => {
    const token = await signedBy(as(stranger.did))
    expect(await verify(token)).toBe(false)
    rememberSignature(token.issuer, digestOf(token))
    expect(await verify(token)).toBe(true)
    const other = await signedBy(key)
    expect(isKnownSignature(digestOf(other))).toBe(false)
    expect(await verify(other)).toBe(true)
    expect(isKnownSignature(digestOf(other))).toBe(true)
  })

  it('returns false for the did:key of another key', async () => {
    expect(await verify(await signedBy(as(stranger.did)))).toBe(false)
  })

  it('returns false for a signature of another type than the key', async () => {
    expect(await verify(await signedBy(as(ES256KSigner.generate().did)))).toBe(false)
  })

  it('returns false for a malformed did:key', async () => {
    expect(await verify(await signedBy(as('did:key:z6Mk')))).toBe(false)
  })

  it('returns false for a signature of zeros, from 0 to 10,000 bytes', async () => {
    const token = await signedBy(key)
    expect(await verify(token)).toBe(true)
    for (const size of [0, 1, 63, 64, 65, 10_000]) {
      expect(await verify({ ...token, signature: new Uint8Array(size) })).toBe(false)
    }
  })

  it('returns false for a cached delegation with another issuer or other bytes', async () => {
    const token = await signedBy(key)
    expect(await verify(token)).toBe(true)
    expect(await verify({ ...token, issuer: stranger.did as DID })).toBe(false)
    const signedBytes = token.signedBytes.map((byte, i) => (i === 20 ? byte ^ 1 : byte))
    expect(await verify({ ...token, signedBytes })).toBe(false)
  })

  it('finds the key of a did:web in its document, with any fragment', async () => {
    const token = await signedBy(as(WEB))
    for (const fragment of ['up.example', 'key-1', 'atproto']) {
      const verificationMethod = [multikey(`${WEB}#${fragment}`, key.did)]
      const didResolver = resolverTo({ id: WEB, verificationMethod })
      expect(await verify(token, { didResolver })).toBe(true)
    }
  })

  it('tries each key of the document, and skips unsupported and malformed ones', async () => {
    const verificationMethod = [
      multikey(`${WEB}#1`, ES256KSigner.generate().did),
      multikey(`${WEB}#2`, stranger.did),
      { id: `${WEB}#3`, type: 'FutureKey', controller: WEB },
      null,
      'a string',
      { ...multikey(`${WEB}#5`, key.did), publicKeyMultibase: 'z6Mk' },
      { ...multikey(`${WEB}#6`, key.did), publicKeyMultibase: 6 },
      multikey(`${WEB}#4`, key.did),
    ]
    const token = await signedBy(as(WEB))
    const didResolver = resolverTo({ id: WEB, verificationMethod })
    expect(await verify(token, { didResolver })).toBe(true)
    const others = resolverTo({ id: WEB, verificationMethod: verificationMethod.slice(0, -1) })
    expect(await verify(token, { didResolver: others })).toBe(false)
  })

  it('ignores the keys of other DIDs in the document', async () => {
    const verificationMethod = [
      multikey(`${WEB}.evil.example#1`, key.did),
      multikey(`${WEB}#2`, stranger.did),
    ]
    const didResolver = resolverTo({ id: WEB, verificationMethod })
    expect(await verify(await signedBy(as(WEB)), { didResolver })).toBe(false)
  })

  it('returns false for a DID document with another id or without one', async () => {
    const verificationMethod = [multikey(`${WEB}#1`, key.did)]
    const token = await signedBy(as(WEB))
    for (const id of [undefined, 'did:web:other.example']) {
      const didResolver = resolverTo({ id, verificationMethod })
      expect(await verify(token, { didResolver })).toBe(false)
    }
  })

  it('returns false for two different verification methods with the same id', async () => {
    const method = multikey(`${WEB}#1`, key.did)
    const token = await signedBy(as(WEB))
    const verifyWith = (...verificationMethod: object[]) =>
      verify(token, { didResolver: resolverTo({ id: WEB, verificationMethod }) })
    expect(await verifyWith(method, { ...method })).toBe(true)
    expect(await verifyWith(method, multikey(`${WEB}#1`, stranger.did))).toBe(false)
  })

  it('returns false for a document with more than 32 verification methods', async () => {
    const token = await signedBy(as(WEB))
    const methodsAfter = (count: number) => [
      ...Array.from({ length: count }, (_, i) => multikey(`${WEB}#${i}`, stranger.did)),
      multikey(`${WEB}#mine`, key.did),
    ]
    const verifyAfter = (count: number) =>
      verify(token, {
        didResolver: resolverTo({ id: WEB, verificationMethod: methodsAfter(count) }),
      })
    expect(await verifyAfter(31)).toBe(true)
    expect(await verifyAfter(32)).toBe(false)
  })

  it('skips a long key without parsing it', async () => {
    const token = await signedBy(as(WEB))
    const long = { ...multikey(`${WEB}#1`, key.did), publicKeyMultibase: `z${'2'.repeat(1e6)}` }
    const verificationMethod = [
      ...Array.from({ length: 31 }, (_, i) => ({ ...long, id: `${WEB}#long-${i}` })),
      multikey(`${WEB}#1`, key.did),
    ]
    // Base58 takes quadratic time: parsing one of the long keys takes minutes.
    const didResolver = resolverTo({ id: WEB, verificationMethod })
    expect(await verify(token, { didResolver })).toBe(true)
  })

  it.each([
    ['expires', '2026-01-01T00:00:00Z'],
    ['expires', 'tomorrow'],
    ['revoked', '2026-01-01T00:00:00Z'],
    ['revoked', 1],
  ])('skips a key whose %s is %j', async (name, value) => {
    const method = multikey(`${WEB}#1`, key.did)
    const token = await signedBy(as(WEB))
    const verifyWith = (changes: object) =>
      verify(token, {
        didResolver: resolverTo({ id: WEB, verificationMethod: [{ ...method, ...changes }] }),
      })
    expect(await verifyWith({ [name]: value })).toBe(false)
    expect(await verifyWith({ [name]: '9999-01-01T00:00:00.5+01:00' })).toBe(true)
    expect(await verifyWith({ [name]: null })).toBe(true)
  })

  it('uses only the keys of the verification relationship for the token, if declared', async () => {
    const mine = multikey(`${WEB}#1`, key.did)
    const other = multikey(`${WEB}#2`, stranger.did)
    const delegation = await signedBy(as(WEB))
    const invocation = await invoke(customer.add, {
      issuer: as(WEB),
      subject: WEB,
      arguments: { customer: 'did:plc:x', product: 'did:web:free.example', details: {} },
    })
    const verdicts = async (relationships: object, methods: object[] = [mine, other]) => {
      const didResolver = resolverTo({ id: WEB, verificationMethod: methods, ...relationships })
      return [await verify(delegation, { didResolver }), await verify(invocation, { didResolver })]
    }
    expect(await verdicts({})).toEqual([true, true])
    expect(await verdicts({ capabilityDelegation: [], capabilityInvocation: null })).toEqual([
      false,
      true,
    ])
    expect(await verdicts({ capabilityDelegation: [mine.id] })).toEqual([true, true])
    expect(await verdicts({ capabilityDelegation: ['#1'] })).toEqual([false, true])
    expect(await verdicts({ capabilityDelegation: [other.id] })).toEqual([false, true])
    expect(await verdicts({ capabilityInvocation: [other.id] })).toEqual([true, false])
    expect(await verdicts({ capabilityInvocation: 'a string' })).toEqual([true, false])
    expect(await verdicts({ capabilityInvocation: [mine] }, [])).toEqual([true, true])
    expect(await verdicts({ authentication: [mine] }, [])).toEqual([true, true])
    expect(await verdicts({ authentication: [mine], capabilityInvocation: [] }, [])).toEqual([
      true,
      false,
    ])
  })

  it('accepts the resolver of iso-did', async () => {
    const plc = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
    const didResolver: IsoResolver = resolverOf({ [plc]: key.did })
    expect(await verify(await signedBy(as(plc)), { didResolver })).toBe(true)
  })

  it.each<[string, DID, DIDResolver | undefined]>([
    ['without a resolver', WEB, undefined],
    ['of an unsupported DID method', 'did:example:1', new IsoResolver({})],
    ['that is not found', WEB, resolverOf({})],
    ['without a document', WEB, resolverTo(null)],
    ['without a key', WEB, resolverTo({ id: WEB })],
    ['whose resolver throws', WEB, { resolve: () => Promise.reject(new Error('offline')) }],
    ['whose resolver throws undefined', WEB, { resolve: () => Promise.reject() }],
    [
      'whose resolver throws an object without a prototype',
      WEB,
      { resolve: () => Promise.reject(Object.create(null)) },
    ],
    ['whose resolver returns nothing', WEB, { resolve: async () => undefined as never }],
    [
      'that was deactivated',
      WEB,
      {
        resolve: async () => ({
          didDocument: { id: WEB, verificationMethod: [multikey(`${WEB}#1`, key.did)] },
          didDocumentMetadata: { deactivated: true },
        }),
      },
    ],
  ])('returns false for an issuer %s', async (_what, did, didResolver) => {
    expect(await verify(await signedBy(as(did)), { didResolver })).toBe(false)
  })

  it('throws the error that a getter of its options throws', async () => {
    const options = {
      get didResolver(): DIDResolver {
        throw new RangeError('a bug of the caller')
      },
    }
    await expect(verify(await signedBy(as(WEB)), options)).rejects.toThrow(RangeError)
  })
})

describe('checkSignature', () => {
  it('throws UnverifiableSignature for the signature type NonStandard', async () => {
    const issuer: Signer = { ...as(key.did), signatureType: 'NonStandard' }
    await expect(checkSignature(await signedBy(issuer), {}, 0)).rejects.toMatchObject({
      name: 'UnverifiableSignature',
      message: "the signature type NonStandard can't be verified: expected a type such as Ed25519",
    })
  })
})
