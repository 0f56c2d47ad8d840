import { ECDSASigner } from 'iso-signatures/signers/ecdsa.js'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { describe, expect, it } from 'vitest'
import { command, link, string, struct } from '../../src/codec/index.js'
import { Unit, type DID } from '../../src/index.js'
import {
  attest,
  authorize,
  delegate,
  Delegation,
  Ed25519,
  invoke,
  mailtoDID,
  emailOf,
  Secp256k1,
  verify,
  type AuthorizationError,
  type InvokeOptions,
  type Signer,
} from '../../src/ucan/index.js'
import { toHex } from '../fixtures.js'
import { resolverOf } from './principals.js'

const RAW = 0x55
const RAW_CID = CID.createV1(RAW, await sha256.digest(Uint8Array.of(1)))
const authority = await Ed25519.generate()
const agent = await Secp256k1.generate()
const account = mailtoDID('ana@mail.example')
const echo = command('/echo', struct('Echo', { text: string }), Unit)

async function delegation(issuer: Signer = attest(account, authority)): Promise<Delegation> {
  return await delegate('/', { issuer, audience: agent.did, subject: account, expiration: null })
}

/** Authorizes an invocation by the agent on the account. Returns `authorized`, or the name of the error. */
async function outcome(proof: Delegation, trustedAuthorities: readonly DID[]): Promise<string> {
  const invocation = await invoke(echo, {
    issuer: agent,
    subject: account,
    arguments: { text: 'hello' },
    proofs: [proof],
  })
  try {
    await authorize(invocation, { audience: account, proofs: [proof], trustedAuthorities })
    return 'authorized'
  } catch (error) {
    return (error as AuthorizationError).name
  }
}

describe('attest', () => {
  it('signs for a principal without a key, with the specified varsig header', async () => {
    const proof = await delegation()
    expect(proof.issuer).toBe(account)
    expect(proof.signatureType).toBe('AuthorityAttestation')
    expect(toHex(proof.signedBytes)).toContain('61684734018180c00171')
    expect(Delegation.decode(proof.bytes)).toEqual(proof)
  })

  it('returns a signer whose signatures are deterministic', async () => {
    const signer = attest(account, authority)
    const message = Uint8Array.of(1, 2, 3)
    expect(await signer.sign(message)).toEqual(await signer.sign(message))
  })
})

describe('authorize', () => {
  it('accepts an attested delegation only if the authority is trusted', async () => {
    const proof = await delegation()
    expect(await outcome(proof, [authority.did])).toBe('authorized')
    expect(await outcome(proof, [agent.did, authority.did])).toBe('authorized')
    expect(await outcome(proof, [agent.did])).toBe('InvalidSignature')
    expect(await outcome(proof, [])).toBe('DIDKeyResolutionError')
  })

  it('names the issuer in the error if no trusted authority attests the delegation', async () => {
    const proof = await delegation()
    const invocation = await invoke(echo, {
      issuer: agent,
      subject: account,
      arguments: { text: 'hello' },
      proofs: [proof],
    })
    const options = { audience: account, proofs: [proof], trustedAuthorities: [agent.did] }
    await expect(authorize(invocation, options)).rejects.toThrow(
      `no trusted authority attests ${proof.cid} of ${account}`,
    )
  })
})

describe('verify', () => {
  it('resolves the key of an authority that is a did:web', async () => {
    const web = 'did:web:upload.example'
    const proof = await delegation(attest(account, authority.withDID(web)))
    const didResolver = resolverOf({ [web]: authority.did })
    expect(await verify(proof, { trustedAuthorities: [web], didResolver })).toBe(true)
    expect(await verify(proof, { trustedAuthorities: [web] })).toBe(false)
    const another = resolverOf({ [web]: (await Ed25519.generate()).did })
    expect(await verify(proof, { trustedAuthorities: [web], didResolver: another })).toBe(false)
  })

  it('accepts an attested did:web only if its DID document lists a trusted authority', async () => {
    const web = 'did:web:account.example'
    const proof = await delegation(attest(web, authority))
    const didDocument = {
      id: web,
      verificationMethod: [
        {
          id: `${web}#${authority.did}`,
          type: 'AuthorityAttestation',
          controller: authority.did,
          authority: authority.did,
        },
      ],
    }
    const didResolver = { resolve: async () => ({ didDocument }) }
    const trustedAuthorities = [authority.did]
    expect(await verify(proof, { didResolver, trustedAuthorities })).toBe(true)
    expect(await verify(proof, { didResolver })).toBe(false)
    const unattested = { ...proof, signature: new Uint8Array(64) }
    expect(await verify(unattested, { didResolver, trustedAuthorities })).toBe(false)
    const unlisted = { resolve: async () => ({ didDocument: { id: web } }) }
    expect(await verify(proof, { didResolver: unlisted, trustedAuthorities })).toBe(false)
  })

  it('rejects an attestation with a signature type that the reference does not verify', async () => {
    const p256 = await ECDSASigner.generate('P-256')
    const trustedAuthorities = [p256.did as DID]
    const own = await delegate('/', {
      issuer: p256,
      audience: agent.did,
      subject: p256.did as DID,
      expiration: null,
    })
    expect(await verify(own)).toBe(true)
    const proof = await delegation(attest(account, p256))
    expect(await verify(proof, { trustedAuthorities })).toBe(false)
    expect(await outcome(proof, trustedAuthorities)).toBe('InvalidSignature')
  })

  it('rejects an attestation of another token', async () => {
    const [one, other] = [await delegation(), await delegation()]
    const options = { trustedAuthorities: [authority.did] }
    expect(await verify(one, options)).toBe(true)
    expect(await verify({ ...one, signature: other.signature }, options)).toBe(false)
  })

  it('rejects an attestation that is itself attested', async () => {
    const middle = mailtoDID('bob@mail.example')
    const proof = await delegation(attest(account, attest(middle, authority)))
    expect(await verify(proof, { trustedAuthorities: [authority.did, middle] })).toBe(false)
  })

  it('rejects an attestation that the authority signed as another issuer', async () => {
    const proof = await delegation(attest(account, authority.withDID('did:web:other.example')))
    expect(await verify(proof, { trustedAuthorities: [authority.did] })).toBe(false)
  })

  it('rejects an attestation by a key that is not in capabilityInvocation', async () => {
    const web = 'did:web:upload.example'
    const proof = await delegation(attest(account, authority.withDID(web)))
    const verificationMethod = [
      {
        id: '#1',
        type: 'Multikey',
        controller: web,
        publicKeyMultibase: authority.did.slice('did:key:'.length),
      },
    ]
    const verifyWith = (capabilityInvocation: string[]) =>
      verify(proof, {
        trustedAuthorities: [web],
        didResolver: {
          resolve: async () => ({
            didDocument: { id: web, verificationMethod, capabilityInvocation },
          }),
        },
      })
    expect(await verifyWith(['#1'])).toBe(true)
    expect(await verifyWith([])).toBe(false)
  })

  it('rejects an attestation by a key that is not the authority’s', async () => {
    const forger = (await Ed25519.generate()).withDID(authority.did)
    const proof = await delegation(attest(account, forger))
    expect(await verify(proof, { trustedAuthorities: [authority.did] })).toBe(false)
  })

  it.each<[string, Partial<InvokeOptions<unknown>>, `/${string}`]>([
    ['of another command', {}, '/ucan/attest/other'],
    ['with an audience', { audience: agent.did }, '/ucan/attest/proof'],
    ['with a nonce', { nonce: Uint8Array.of(1) }, '/ucan/attest/proof'],
    ['that expires', { expiration: 9_999_999_999 }, '/ucan/attest/proof'],
    ['on another subject', { subject: agent.did }, '/ucan/attest/proof'],
    ['with proofs', { proofs: [RAW_CID] }, '/ucan/attest/proof'],
  ])('rejects a signature that is an invocation %s', async (_what, options, name) => {
    const trustedAuthorities = [authority.did]
    const Arguments = struct('Arguments', { proof: link })
    const sign = async (bytes: Uint8Array, changes: typeof options, as: typeof name) => {
      const attestation = await invoke(command(as, Arguments, Unit), {
        issuer: authority,
        subject: authority.did,
        arguments: { proof: CID.createV1(RAW, await sha256.digest(bytes)) },
        nonce: new Uint8Array(),
        expiration: null,
        ...(changes as object),
      })
      return attestation.bytes
    }
    const signer = { did: account, signatureType: 'AuthorityAttestation' } as const
    const valid: Signer = { ...signer, sign: (bytes) => sign(bytes, {}, '/ucan/attest/proof') }
    expect(await verify(await delegation(valid), { trustedAuthorities })).toBe(true)
    const changed: Signer = { ...signer, sign: (bytes) => sign(bytes, options, name) }
    expect(await verify(await delegation(changed), { trustedAuthorities })).toBe(false)
  })

  it('rejects a signature that is not an invocation', async () => {
    const signer: Signer = {
      did: account,
      signatureType: 'AuthorityAttestation',
      sign: (bytes) => authority.sign(bytes),
    }
    const options = { trustedAuthorities: [authority.did] }
    expect(await verify(await delegation(signer), options)).toBe(false)
  })
})

describe('mailtoDID', () => {
  // Examples of the did:mailto specification, and addresses as the reference encodes them.
  it.each([
    ['jsmith@example.com', 'did:mailto:example.com:jsmith'],
    ['tag+alice@web.mail', 'did:mailto:web.mail:tag%2Balice'],
    ["o'neil!x@mail.example", 'did:mailto:mail.example:o%27neil%21x'],
    ['ana@[127.0.0.1]', 'did:mailto:%5B127.0.0.1%5D:ana'],
    ['été@mail.example', 'did:mailto:mail.example:%C3%A9t%C3%A9'],
  ])('returns the DID of %s, which emailOf converts back', (email, did) => {
    expect(mailtoDID(email)).toBe(did)
    expect(emailOf(did as DID)).toBe(email)
  })

  it.each(['', 'ana', '@mail.example', 'ana@', 'a b@mail.example', 'Ana <ana@mail.example>'])(
    'rejects %j',
    (email) => {
      expect(() => mailtoDID(email)).toThrow('expected email address of the form local@domain')
    },
  )
})

describe('emailOf', () => {
  it.each([
    'did:web:mail.example:ana',
    'did:mailto:mail.example',
    'did:mailto:mail.example:ana:x',
    'did:mailto:mail.example:a%2bb',
    'did:mailto:mail.example:a+b',
    'did:mailto:mail.example:%61na',
    'did:mailto:mail.example:%ff',
  ])('rejects %s', (did) => {
    expect(() => emailOf(did as DID)).toThrow('expected DID of an email address')
  })
})
