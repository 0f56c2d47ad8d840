import { Invocation as PeerInvocation } from 'iso-ucan/invocation'
import { Delegation as PeerDelegation } from 'iso-ucan/delegation'
import * as varsig from 'iso-ucan/varsig'
import { ECDSASigner } from 'iso-signatures/signers/ecdsa.js'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import { RSASigner } from 'iso-signatures/signers/rsa.js'
import { verifier as eip191 } from 'iso-signatures/verifiers/eip191.js'
import { verifier as rsa } from 'iso-signatures/verifiers/rsa.js'
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
  throw new Error('no proof is needed')
}

/** What iso-ucan makes of an invocation that needs no proof: 'verified', or its error. */
async function peerVerdict({ bytes }: Invocation): Promise<string> {
  return await PeerInvocation.from({ bytes, verifierResolver: verifier, resolveProof }).then(
    ({ cid }) => `verified ${cid}`,
    (error: Error) => error.message,
  )
}

/** A tenant that registers itself with these details. */
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
  it('verifies an invocation of ours whose details has one key', async () => {
    const invocation = await registration({ region: 'eu-central-1' })
    expect(await verify(invocation, { verifier })).toBe(true)
    expect(await peerVerdict(invocation)).toBe(`verified ${invocation.cid}`)
  })

  it('refuses one whose details has the keys that Hilt sends, which ours verifies', async () => {
    const invocation = await registration({ external_id: 'org-1', region: 'eu-central-1' })
    expect(await verify(invocation, { verifier })).toBe(true)
    // It encodes anew what it decoded, with other keys first. The day that this
    // line fails, iso-ucan was mended, and README can say so.
    expect(await peerVerdict(invocation)).toBe('UCAN signature verification failed')
  })

  it('makes invocations that ours reads and verifies', async () => {
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
    const invocation = await Invocation.decode(peer.bytes)
    expect(await verify(invocation, { verifier })).toBe(true)
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

  it('and ours verify delegations of each other', async () => {
    const issuer = await EdDSASigner.generate()
    const ours = await delegate(customer.add, {
      issuer,
      audience: 'did:web:hilt.example',
      subject: didOf(issuer),
      expiration: 2_000_000_000,
      notBefore: 1_000_000_000,
      policy: [['==', '.product', 'did:web:free.example']],
    })
    const read = await PeerDelegation.from({ bytes: ours.bytes, verifierResolver: verifier })
    expect(read.cid.toString()).toBe(ours.cid.toString())
    expect(read).toMatchObject({ aud: ours.audience, sub: ours.subject, pol: ours.policy })

    const peer = await PeerDelegation.create({
      iss: issuer as ISigner<string>,
      aud: issuer.did,
      sub: null,
      cmd: '/customer',
      pol: [['like', '.details.region', 'eu-*']],
      exp: null,
    })
    const delegation = await Delegation.decode(peer.bytes)
    expect(await verify(delegation, { verifier })).toBe(true)
    expect(delegation).toMatchObject({
      subject: null,
      command: '/customer',
      policy: peer.pol,
      expiration: undefined,
    })
    expect(delegation.cid.toString()).toBe(peer.cid.toString())
  })
})

describe('a signature of type', () => {
  const full = new Verifier({ ...verifier.registry, ...rsa, ...eip191 })
  const signers: ReadonlyArray<readonly [SignatureType, () => Signer | Promise<Signer>]> = [
    ['Ed25519', () => EdDSASigner.generate()],
    ['ES256', () => ECDSASigner.generate('P-256')],
    ['ES384', () => ECDSASigner.generate('P-384')],
    ['ES512', () => ECDSASigner.generate('P-521')],
    ['ES256K', () => ES256KSigner.generate()],
    ['RS256', () => RSASigner.generate()],
  ]

  it.each(signers)('%s is made, told by its header, and verified', async (type, generate) => {
    const issuer = await generate()
    expect(issuer.signatureType).toBe(type)
    const token = await invokeAs(issuer)
    expect(token.signatureType).toBe(type)
    expect(toHex(token.signedBytes)).toContain(headerOf(type))
    expect(await verify(token, { verifier: full })).toBe(true)
    const other = await generate()
    expect(await verify({ ...token, issuer: didOf(other) }, { verifier: full })).toBe(false)
    await expect(verify(token, { verifier: new Verifier() })).rejects.toThrow(
      `a signature of type ${type} can't be verified`,
    )
  })

  it('EIP191 is made and told by its header, and never verified', async () => {
    const token = await invokeAs(stub(ES256KSigner.generate().did, 'EIP191'))
    expect(token.signatureType).toBe('EIP191')
    expect(toHex(token.signedBytes)).toContain(headerOf('EIP191'))
    await expect(verify(token, { verifier: full })).rejects.toThrow(
      "a signature of type EIP191 can't be verified",
    )
  })

  it('EIP191 is taken by iso-signatures as anybody’s', async () => {
    // The day that this fails, `verify` may take such signatures.
    const signature = fromHex(EIP191_SIGNATURE)
    const message = utf8('a token')
    const anybody = await Promise.all([ES256KSigner.generate(), ES256KSigner.generate()])
    const verdicts = anybody.map((did) => full.verify({ signature, message, did, type: 'EIP191' }))
    expect(await Promise.all(verdicts)).toEqual([true, true])
  })

  it('that nobody knows is refused', async () => {
    const token = invokeAs(stub('did:web:up.example', 'ES999' as SignatureType))
    await expect(token).rejects.toMatchObject({
      name: 'CodecError',
      code: 'not-in-enum',
      message: "Invocation: h: a kind of signature that isn't known: ES999",
    })
  })
})

/** A signer that always says the same. */
function stub(did: string, signatureType: SignatureType): Signer {
  return { did, signatureType, sign: () => fromHex(EIP191_SIGNATURE) }
}

/** By the key 1111…, of the text `a token`. */
const EIP191_SIGNATURE =
  'dd41c6683de2ed904adcb9f701111fb950306af3450ebebc931169cae470f6c1' +
  '436f32e81459109363dfb4b2a2209ee3d3fc6fac2a3218c26fa4f1bc8d98c7f01c'

/** The field `h`, as iso-ucan has it for the type. */
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
