import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import { Resolver } from 'iso-did'
import { describe, expect, it } from 'vitest'
import { customer, type DID } from '../../src/index.js'
import { delegate, verify, type Delegation, type Signer } from '../../src/ucan/index.js'
import { resolverOf, verifier } from './principals.js'

const WEB = 'did:web:up.example'

const key = await EdDSASigner.generate()
const stranger = await EdDSASigner.generate()

/** A signer with this key whose DID is not that of the key. */
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

/** A resolver that returns this document for every DID. */
function resolverTo(document: unknown) {
  return { resolve: async () => ({ didDocument: document, didResolutionMetadata: {} }) }
}

describe('verify', () => {
  it('needs no resolver for a did:key', async () => {
    expect(await verify(await signedBy(key), { verifier })).toBe(true)
    expect(await verify(await signedBy(ES256KSigner.generate()), { verifier })).toBe(true)
  })

  it('returns false for the did:key of another key', async () => {
    expect(await verify(await signedBy(as(stranger.did)), { verifier })).toBe(false)
  })

  it('returns false for a signature of another type than the key', async () => {
    expect(await verify(await signedBy(as(ES256KSigner.generate().did)), { verifier })).toBe(false)
  })

  it('does not call the verifier with a key of another type', async () => {
    const { registry } = verifier
    const accepting = { registry, verify: async () => true }
    const token = await signedBy(as(ES256KSigner.generate().did))
    expect(await verify(token, { verifier: accepting })).toBe(false)
    expect(await verify(await signedBy(key), { verifier: accepting })).toBe(true)
  })

  it('returns false for a malformed signature of any length', async () => {
    const token = await signedBy(key)
    for (const size of [0, 1, 63, 64, 65, 10_000]) {
      expect(await verify({ ...token, signature: new Uint8Array(size) }, { verifier })).toBe(false)
    }
  })

  it('finds the key of a did:web in its document, with any fragment', async () => {
    const token = await signedBy(as(WEB))
    for (const fragment of ['up.example', 'key-1', 'atproto']) {
      const verificationMethod = [multikey(`${WEB}#${fragment}`, key.did)]
      const resolver = resolverTo({ id: WEB, verificationMethod })
      expect(await verify(token, { verifier, resolver })).toBe(true)
    }
  })

  it('tries each key of the document', async () => {
    const verificationMethod = [
      multikey(`${WEB}#1`, ES256KSigner.generate().did),
      multikey(`${WEB}#2`, stranger.did),
      { id: `${WEB}#3`, type: 'FutureKey', controller: WEB },
      multikey(`${WEB}#4`, key.did),
    ]
    const resolver = resolverTo({ id: WEB, verificationMethod })
    expect(await verify(await signedBy(as(WEB)), { verifier, resolver })).toBe(true)
    const others = resolverTo({ id: WEB, verificationMethod: verificationMethod.slice(0, 3) })
    expect(await verify(await signedBy(as(WEB)), { verifier, resolver: others })).toBe(false)
  })

  it('finds a key that is only listed under authentication', async () => {
    const authentication = [`${WEB}#elsewhere`, multikey(`${WEB}#1`, key.did)]
    const resolver = resolverTo({ id: WEB, authentication })
    expect(await verify(await signedBy(as(WEB)), { verifier, resolver })).toBe(true)
  })

  it('ignores the keys of other DIDs in the document', async () => {
    const verificationMethod = [
      multikey(`${WEB}.evil.example#1`, key.did),
      multikey(`${WEB}#2`, stranger.did),
    ]
    const resolver = resolverTo({ id: WEB, verificationMethod })
    expect(await verify(await signedBy(as(WEB)), { verifier, resolver })).toBe(false)
  })

  it('uses only the key that the issuer’s DID URL names', async () => {
    const token = await signedBy(as(`${WEB}#2`))
    const named = [multikey(`${WEB}#1`, stranger.did), multikey(`${WEB}#2`, key.did)]
    const others = [multikey(`${WEB}#1`, key.did), multikey(`${WEB}#2`, stranger.did)]
    const verifyWith = (verificationMethod: unknown) =>
      verify(token, { verifier, resolver: resolverTo({ id: WEB, verificationMethod }) })
    expect(await verifyWith(named)).toBe(true)
    expect(await verifyWith(others)).toBe(false)
  })

  it('tries the first 32 verification methods of a document', async () => {
    const token = await signedBy(as(WEB))
    const before = (count: number) => [
      ...Array.from({ length: count }, (_, i) => multikey(`${WEB}#${i}`, stranger.did)),
      multikey(`${WEB}#mine`, key.did),
    ]
    const verifyAfter = (count: number) =>
      verify(token, {
        verifier,
        resolver: resolverTo({ id: WEB, verificationMethod: before(count) }),
      })
    expect(await verifyAfter(31)).toBe(true)
    expect(await verifyAfter(32)).toBe(false)
  })

  it('accepts the resolver of iso-did', async () => {
    const plc = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
    const resolver: Resolver = resolverOf({ [plc]: key.did })
    expect(await verify(await signedBy(as(plc)), { verifier, resolver })).toBe(true)
  })

  it.each<[string, DID, string, object | undefined]>([
    ['without a resolver', WEB, 'the option resolver is required', undefined],
    ['of an unsupported DID method', 'did:example:1', 'unsupportedDidMethod', new Resolver({})],
    ['that is not found', WEB, 'notFound', resolverOf({})],
    ['without a document', WEB, 'no supported key in its DID document', resolverTo(null)],
    ['without a key', WEB, 'no supported key in its DID document', resolverTo({ id: WEB })],
    ['whose did:key is malformed', 'did:key:z6Mk', 'Unsupported DID encoding', undefined],
  ])('throws for an issuer %s', async (_what, did, reason, resolver) => {
    const options = { verifier, resolver: resolver as Resolver | undefined }
    await expect(verify(await signedBy(as(did)), options)).rejects.toThrow(
      `can't resolve the issuer ${did}: ${reason}`,
    )
  })
})
