import { describe, expect, it } from 'vitest'
import { delegate, Ed25519, type Delegation } from '../../src/ucan/index.js'
import {
  digestOf,
  isKnownSignature,
  rememberSignature,
} from '../../src/ucan/verified-delegations.js'

const key = await Ed25519.generate()

describe('isKnownSignature', () => {
  it('returns true for a remembered digest, each time', () => {
    expect(isKnownSignature('a')).toBe(false)
    rememberSignature(key.did, 'a')
    expect([isKnownSignature('a'), isKnownSignature('a')]).toEqual([true, true])
    expect(isKnownSignature('b')).toBe(false)
  })

  it('returns false for a digest whose issuer is not a did:key', () => {
    for (const issuer of ['did:web:up.example', 'did:mailto:mail.example:ana'] as const) {
      rememberSignature(issuer, issuer)
      expect(isKnownSignature(issuer)).toBe(false)
    }
  })

  it('returns false for the least recently used of 4,096 digests once another is added', () => {
    for (let i = 0; i < 4096; i++) rememberSignature(key.did, `${i}`)
    expect(isKnownSignature('0')).toBe(true)
    rememberSignature(key.did, 'new')
    expect(isKnownSignature('0')).toBe(true)
    expect(isKnownSignature('1')).toBe(false)
    expect(isKnownSignature('2')).toBe(true)
    expect(isKnownSignature('4095')).toBe(true)
    expect(isKnownSignature('new')).toBe(true)
  })
})

describe('digestOf', () => {
  it('differs if the issuer, signature type, signature or signed bytes differ', async () => {
    const token = await delegate('/', {
      issuer: key,
      audience: 'did:web:hilt.example',
      subject: null,
      expiration: null,
    })
    const { signature, signedBytes } = token
    const moved = {
      signature: signature.subarray(0, 63),
      signedBytes: Uint8Array.of(signature[63]!, ...signedBytes),
    }
    const flipped = (bytes: Uint8Array, at: number) =>
      bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
    const changes: Array<Partial<Delegation>> = [
      {},
      { issuer: 'did:web:up.example' },
      { signatureType: 'ES256K' },
      moved as Partial<Delegation>,
      { signature: flipped(signature, 0) },
      { signature: flipped(signature, 63) },
      { signedBytes: flipped(signedBytes, 0) },
      { signedBytes: flipped(signedBytes, signedBytes.length - 1) },
    ] as Array<Partial<Delegation>>
    const digests = changes.map((change) => digestOf({ ...token, ...change }))
    expect(new Set(digests).size).toBe(changes.length)
    expect(digestOf(token)).toBe(digests[0])
    expect(digests[0]).toHaveLength(32)
  })
})
