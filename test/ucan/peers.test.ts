import { Invocation as PeerInvocation } from 'iso-ucan/invocation'
import { Delegation as PeerDelegation } from 'iso-ucan/delegation'
import * as varsig from 'iso-ucan/varsig'
import { ECDSASigner } from 'iso-signatures/signers/ecdsa.js'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import { RSASigner } from 'iso-signatures/signers/rsa.js'
import { verifier as eip191 } from 'iso-signatures/verifiers/eip191.js'
import { Resolver as Verifier } from 'iso-signatures/verifiers/resolver.js'
import type { ISigner } from 'iso-signatures/types'
import { describe, expect, it } from 'vitest'
import { customer, provider, type DID } from '../../src/index.js'
import {
  argumentsOf,
  delegate,
  Delegation,
  invoke,
  Invocation,
  verify,
  type SignatureType,
  type Signer,
} from '../../src/ucan/index.js'
import { fromHex, toHex, utf8 } from '../fixtures.js'
import { verifier } from './principals.js'

const didOf = (signer: { readonly did: string }) => signer.did as DID

async function resolveProof(): Promise<PeerDelegation> {
  throw new Error('expected an invocation without proofs')
}

/**
 * Returns the verdict of iso-ucan on an invocation without proofs: `verified` and the CID
 * of the invocation, or the message of the error.
 */
async function peerVerdict({ bytes }: Invocation): Promise<string> {
  return await PeerInvocation.from({ bytes, verifierResolver: verifier, resolveProof }).then(
    ({ cid }) => `verified ${cid}`,
    (error: Error) => error.message,
  )
}

/** Returns an invocation of `/customer/add` by its own subject, with these details. */
async function registration(details: Record<string, string>): Promise<Invocation> {
  const issuer = ES256KSigner.generate()
  return await invoke(customer.add, {
    issuer,
    subject: didOf(issuer),
    arguments: { customer: 'did:plc:tenant', product: 'did:web:free.example', details },
    proofs: [],
  })
}

describe('iso-ucan', () => {
  it('verifies an invocation of this library whose details have one key', async () => {
    const invocation = await registration({ region: 'eu-central-1' })
    expect(await verify(invocation)).toBe(true)
    expect(await peerVerdict(invocation)).toBe(`verified ${invocation.cid}`)
  })

  it('rejects details whose keys it reorders, although verify accepts the invocation', async () => {
    const invocation = await registration({ external_id: 'org-1', region: 'eu-central-1' })
    expect(await verify(invocation)).toBe(true)
    // iso-ucan verifies the signature against a re-encoding with another key order. If this
    // fails, iso-ucan was fixed.
    expect(await peerVerdict(invocation)).toBe('UCAN signature verification failed')
  })

  it('creates invocations that this library decodes and verifies', async () => {
    const issuer = await EdDSASigner.generate()
    const peer = await PeerInvocation.create({
      iss: issuer as ISigner<string>,
      sub: issuer.did,
      cmd: '/provider/add',
      args: { provider: 'did:web:up.example', consumer: 'did:web:bucket.example' },
      prf: [],
      exp: 2_000_000_000,
      iat: 1_900_000_000,
      meta: { note: 'from a peer' },
      verifierResolver: verifier,
    })
    const invocation = Invocation.decode(peer.bytes)
    expect(await verify(invocation)).toBe(true)
    expect(argumentsOf(provider.add, invocation)).toEqual(peer.payload.args)
    expect(invocation).toMatchObject({
      issuer: issuer.did,
      subject: issuer.did,
      audience: issuer.did,
      command: '/provider/add',
      nonce: peer.payload.nonce,
      expiration: 2_000_000_000,
      issuedAt: 1_900_000_000,
      meta: { note: 'from a peer' },
    })
    expect(invocation.cid.toString()).toBe(peer.cid.toString())
  })

  it('exchanges delegations with this library', async () => {
    const issuer = await EdDSASigner.generate()
    const ours = await delegate(customer.add, {
      issuer,
      audience: 'did:web:hilt.example',
      subject: didOf(issuer),
      expiration: 2_000_000_000,
      notBefore: 1_000_000_000,
      policy: [['==', '.product', 'did:web:free.example']],
    })
    const decoded = await PeerDelegation.from({ bytes: ours.bytes, verifierResolver: verifier })
    expect(decoded.cid.toString()).toBe(ours.cid.toString())
    expect(decoded).toMatchObject({ aud: ours.audience, sub: ours.subject, pol: ours.policy })

    const peer = await PeerDelegation.create({
      iss: issuer as ISigner<string>,
      aud: issuer.did,
      sub: null,
      cmd: '/customer',
      pol: [['like', '.details.region', 'eu-*']],
      exp: null,
    })
    const delegation = Delegation.decode(peer.bytes)
    expect(await verify(delegation)).toBe(true)
    expect(delegation).toMatchObject({
      subject: null,
      command: '/customer',
      policy: peer.pol,
      expiration: undefined,
    })
    expect(delegation.cid.toString()).toBe(peer.cid.toString())
  })
})

describe('a signer of type', () => {
  const signers: ReadonlyArray<readonly [SignatureType, () => Signer | Promise<Signer>]> = [
    ['Ed25519', () => EdDSASigner.generate()],
    ['ES256', () => ECDSASigner.generate('P-256')],
    ['ES384', () => ECDSASigner.generate('P-384')],
    ['ES512', () => ECDSASigner.generate('P-521')],
    ['ES256K', () => ES256KSigner.generate()],
    ['RS256', () => RSASigner.generate()],
  ]

  it.each(signers)(
    '%s signs tokens that have its varsig header and verify only for its DID',
    async (type, generate) => {
      const issuer = await generate()
      expect(issuer.signatureType).toBe(type)
      const token = await invokeAs(issuer)
      expect(token.signatureType).toBe(type)
      expect(toHex(token.signedBytes)).toContain(headerOf(type))
      expect(await verify(token)).toBe(true)
      const other = await generate()
      expect(await verify({ ...token, issuer: didOf(other) })).toBe(false)
    },
  )

  it('EIP191 signs tokens that have its varsig header and do not verify', async () => {
    const token = await invokeAs(stub(ES256KSigner.generate().did, 'EIP191'))
    expect(token.signatureType).toBe('EIP191')
    expect(toHex(token.signedBytes)).toContain(headerOf('EIP191'))
    expect(await verify(token)).toBe(false)
  })

  it('EIP191 makes signatures that iso-signatures accepts for any issuer', async () => {
    // If this fails, iso-signatures was fixed.
    const signature = fromHex(EIP191_SIGNATURE)
    const message = utf8('a token')
    const anybody = await Promise.all([ES256KSigner.generate(), ES256KSigner.generate()])
    const peer = new Verifier({ ...eip191 })
    const verdicts = anybody.map((did) => peer.verify({ signature, message, did, type: 'EIP191' }))
    expect(await Promise.all(verdicts)).toEqual([true, true])
  })

  it('ES999 is rejected as unsupported', async () => {
    const token = invokeAs(stub('did:web:up.example', 'ES999' as SignatureType))
    await expect(token).rejects.toMatchObject({
      name: 'CodecError',
      code: 'not-in-enum',
      message: 'Invocation: h: expected signature type such as "Ed25519", received "ES999"',
    })
  })
})

/** Returns a signer that returns a constant signature. */
function stub(did: string, signatureType: SignatureType): Signer {
  return { did, signatureType, sign: () => fromHex(EIP191_SIGNATURE) }
}

/** An EIP-191 signature of the string `a token`. Each byte of the private key is 0x11. */
const EIP191_SIGNATURE =
  'dd41c6683de2ed904adcb9f701111fb950306af3450ebebc931169cae470f6c1' +
  '436f32e81459109363dfb4b2a2209ee3d3fc6fac2a3218c26fa4f1bc8d98c7f01c'

/** Returns the CBOR of the field `h`, in hex. Its value is the varsig header as iso-ucan encodes it. */
function headerOf(alg: SignatureType): string {
  const header = varsig.encode({ alg, enc: 'DAG-CBOR' })
  return `6168${(0x40 + header.length).toString(16)}${toHex(header)}`
}

async function invokeAs(issuer: Signer): Promise<Invocation> {
  return await invoke(provider.add, {
    issuer,
    subject: didOf(issuer),
    arguments: { provider: 'did:web:up.example', consumer: 'did:web:bucket.example' },
  })
}
