import { numberToBytesBE } from '@noble/curves/utils.js'
import { DIDKey } from 'iso-did/key'
import { ES256KSigner } from 'iso-signatures/signers/es256k.js'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { DID } from '../../../src/index.js'
import { toLowS } from '../../../src/ucan/cryptography/low-s.js'
import { publicKeyOfDIDKey } from '../../../src/ucan/cryptography/public-key.js'
import { verifySignature } from '../../../src/ucan/cryptography/verify-signature.js'
import { Ed25519, Secp256k1, type KeySigner } from '../../../src/ucan/index.js'
import { fromHex, toHex, utf8 } from '../../bytes.js'
import { fc } from '../../fast-check.js'
import { rowsOf } from '../../fixtures.js'
import type { TokenRow } from '../rows.js'
import { providers } from './providers.js'
import { vectors } from './vectors.js'

const { subtle } = globalThis.crypto
const message = new Uint8Array(utf8('the bytes that are signed'))

async function makesValidSignature(signer: KeySigner): Promise<boolean> {
  const key = publicKeyOfDIDKey(signer.keyDID)!
  return await verifySignature(key, signer.signatureType, message, await signer.sign(message))
}

describe.each([
  {
    name: 'Ed25519',
    other: 'Secp256k1',
    signers: Ed25519,
    type: 'Ed25519',
    peer: EdDSASigner,
  },
  {
    name: 'Secp256k1',
    other: 'Ed25519',
    signers: Secp256k1,
    type: 'ES256K',
    peer: ES256KSigner,
  },
] as const)('$name', ({ name, other, signers, type, peer }) => {
  it('generates a new key each time', async () => {
    const [first, second] = [await signers.generate(), await signers.generate()]
    expect(first.did).not.toBe(second.did)
    expect(await makesValidSignature(first)).toBe(true)
    expect(first.signatureType).toBe(type)
  })

  it('signs as the reference does', async () => {
    const rows = rowsOf<TokenRow>('tokens').filter(({ signatureType }) => signatureType === type)
    expect(rows.length).toBeGreaterThan(5)
    for (const { seed, key, signedBytes, signature } of rows) {
      const signer = await signers.fromSeed(fromHex(seed))
      expect(signer.did).toBe(key)
      expect(toHex(await signer.sign(fromHex(signedBytes)))).toBe(signature)
    }
  })

  it('signs as iso-signatures does', async () => {
    const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((seed) => seed[0]! < 0xff)
    await fc.assert(
      fc.asyncProperty(seeds, fc.uint8Array(), async (seed, bytes) => {
        seed[31]! |= 1
        const expected = await peer.generate(seed)
        const signer = await signers.fromSeed(seed)
        const signature = await signer.sign(bytes)
        expect(signer.did).toBe(expected.did)
        expect(signature).toEqual(new Uint8Array(await expected.sign(bytes)))
        const key = publicKeyOfDIDKey(signer.did)!
        expect(await verifySignature(key, type, bytes, signature)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('copies the seed', async () => {
    const seed = new Uint8Array(32).fill(5)
    const signer = await signers.fromSeed(seed)
    seed.fill(6)
    expect(await signer.sign(message)).toEqual(
      await (await signers.fromSeed(new Uint8Array(32).fill(5))).sign(message),
    )
  })

  it('returns signatures that own their buffer', async () => {
    const signature = await (await signers.generate()).sign(message)
    expect(Object.getPrototypeOf(signature)).toBe(Uint8Array.prototype)
    expect(signature.buffer.byteLength).toBe(64)
  })

  it.each([0, 31, 33, 64])('rejects a seed of %i bytes', async (size) => {
    await expect(signers.fromSeed(new Uint8Array(size).fill(1))).rejects.toThrow(
      new TypeError('expected a private key: a Uint8Array of 32 bytes'),
    )
  })

  it('signs for another DID with the same key', async () => {
    const key = await signers.generate()
    const service = key.withDID('did:web:up.example')
    expect(service.did).toBe('did:web:up.example')
    expect(service.keyDID).toBe(key.did)
    expect(await service.sign(message)).toEqual(await key.sign(message))
    expect(service.withDID(key.did).did).toBe(key.did)
    expect(key.did).toBe(key.keyDID)
  })

  it('rejects a malformed DID in withDID', async () => {
    const key = await signers.generate()
    expect(() => key.withDID('up.example' as DID)).toThrow('expected DID')
  })

  it('does not reveal the private key', async () => {
    const seed = new Uint8Array(32).fill(0xa7)
    const signer = await signers.fromSeed(seed)
    const expected = { did: signer.did, keyDID: signer.did, signatureType: type }
    expect(JSON.parse(JSON.stringify(signer))).toEqual(expected)
    expect({ ...signer }).toEqual(expected)
    const shown = inspect(signer, { depth: Infinity, showHidden: true })
    expect(shown).not.toMatch(/a7.?a7|167, *167/)
  })

  it('signs with the key of a PEM that OpenSSL encoded', async () => {
    const { pem, did } = pemOf(name)
    const signer = await signers.fromPEM(pem)
    expect(signer.did).toBe(did)
    expect(await makesValidSignature(signer)).toBe(true)
  })

  it('ignores white space, text and other blocks of the PEM', async () => {
    const { pem, did } = pemOf(name)
    const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
    for (const variant of [
      pem.replaceAll('\n', '\r\n'),
      pem.trim(),
      `a key:\n${certificate}${pem}${certificate}`,
    ]) {
      expect((await signers.fromPEM(variant)).did).toBe(did)
    }
  })

  it.each<[string, string, string]>([
    ['no block', 'expected a PEM with a PRIVATE KEY block', ''],
    [
      'a public key',
      'expected a PEM with a PRIVATE KEY block',
      '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----',
    ],
    [
      'no END line',
      'expected a PEM with a PRIVATE KEY block',
      pemOf(name).pem.replace('-----END', ''),
    ],
    [
      'malformed base64',
      'expected base64 in the PRIVATE KEY block',
      pemOf(name).pem.replace('\nM', '\n*'),
    ],
    ['no data', 'malformed DER: unexpected end of input', pemWith('')],
    ['truncated data', 'malformed DER: unexpected end of input', pemWith('MC4CAQAw')],
    [
      'a SET instead of a SEQUENCE',
      'malformed DER: expected tag 48, received 49',
      pemWith('MS4CAQAw'),
    ],
    ['a P-256 key', `a private key of the type ${name.replace('S', 's')}`, pemOf('P-256').pem],
    [
      `a key of the type ${other}`,
      'expected a PEM with a private key of the type',
      pemOf(other).pem,
    ],
  ])('rejects a PEM with %s', async (_what, reason, pem) => {
    const failure = signers.fromPEM(pem)
    await expect(failure).rejects.toThrow(TypeError)
    await expect(failure).rejects.toThrow(reason)
  })
})

describe('Ed25519.fromPEM', () => {
  // The example key of RFC 8410, section 10.3, in both versions of the format (RFC 5958).
  // Version 2 also has an attribute and the public key.
  const publicKey = '19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1'
  const version1 = 'MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC'
  const version2 =
    'MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n' +
    'oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n' +
    'Z9w7lshQhqowtrbLDFw4rXAxZuE='

  it.each([
    [1, version1],
    [2, version2],
  ])(
    'decodes the example key of RFC 8410 in version %i of the format',
    async (_version, base64) => {
      const { did } = await Ed25519.fromPEM(pemWith(base64))
      expect(toHex(publicKeyOfDIDKey(did)!.bytes)).toBe(publicKey)
    },
  )

  it('decodes the PEM that crypto/x509 of Go encodes', async () => {
    const { did } = await Ed25519.fromPEM(
      pemWith('MC4CAQAwBQYDK2VwBCIEIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH'),
    )
    expect(did).toBe((await EdDSASigner.generate(new Uint8Array(32).fill(7))).did)
  })
})

describe('Ed25519.fromCryptoKeyPair', () => {
  it('signs with a key that is not extractable', async () => {
    const pair = await subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    const signer = await Ed25519.fromCryptoKeyPair(pair as CryptoKeyPair)
    expect(signer.signatureType).toBe('Ed25519')
    expect(await makesValidSignature(signer)).toBe(true)
    expect(await makesValidSignature(signer.withDID('did:web:up.example'))).toBe(true)
  })

  it('rejects keys of another algorithm', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
    const pair = await subtle.generateKey(algorithm, false, ['sign', 'verify'])
    await expect(Ed25519.fromCryptoKeyPair(pair)).rejects.toThrow(
      new TypeError('expected an Ed25519 key, received ECDSA'),
    )
  })
})

describe('Secp256k1.fromSeed', () => {
  it('rejects zero and the order of the curve, and accepts the order minus 1', async () => {
    // The order of secp256k1 (SEC 2, section 2.4.1).
    const order = fromHex('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141')
    for (const seed of [new Uint8Array(32), order]) {
      await expect(Secp256k1.fromSeed(seed)).rejects.toThrow('less than the order')
    }
    expect(await makesValidSignature(await Secp256k1.fromSeed(order.with(31, 0x40)))).toBe(true)
  })
})

describe.each(providers)('Ed25519 signatures of $name', ({ provider }) => {
  it('equal those of iso-signatures', async () => {
    const seed = new Uint8Array(32).fill(9)
    const expected = await EdDSASigner.generate(seed)
    const { publicKey, sign } = await provider.importSeed(seed)
    expect(publicKey).toEqual(publicKeyOfDIDKey(expected.did)!.bytes)
    expect(await sign(message)).toEqual(new Uint8Array(await expected.sign(message)))
  })
})

describe('toLowS', () => {
  const highS = vectors.filter(({ title }) => title.endsWith('with a high S'))

  it('returns the signature with the lower S', async () => {
    expect(highS.map(({ type }) => type)).toEqual(['ES256', 'ES384', 'ES512', 'ES256K'])
    for (const { key, type, message: signed, signature } of highS) {
      expect(await verifySignature(key, type, signed, signature)).toBe(false)
      expect(await verifySignature(key, type, signed, toLowS(type, signature))).toBe(true)
    }
  })

  it('changes only an S above half of the order and below the order', () => {
    // The order of P-256 (FIPS 186-4, D.1.2.3).
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const signatureOf = (s: bigint) =>
      Uint8Array.of(...new Uint8Array(32).fill(1), ...numberToBytesBE(s, 32))
    for (const s of [0n, n / 2n, n, n + 1n]) {
      const signature = signatureOf(s)
      expect(toLowS('ES256', signature)).toBe(signature)
    }
    const longer = Uint8Array.of(
      ...signatureOf(0n).subarray(0, 32),
      0,
      ...numberToBytesBE(n - 1n, 32),
    )
    expect(toLowS('ES256', longer)).toBe(longer)
    expect(toLowS('ES256', signatureOf(n / 2n + 1n))).toEqual(signatureOf(n / 2n))
    expect(toLowS('ES256', signatureOf(n - 1n))).toEqual(signatureOf(1n))
  })

  it('leaves its input unchanged', () => {
    const { type, signature } = highS[0]!
    const copy = signature.slice()
    toLowS(type, signature)
    expect(signature).toEqual(copy)
  })

  it('makes verifySignature accept ES256 signatures of WebCrypto', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const pair = await subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const point = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
    const key = {
      type: 'P-256',
      bytes: Uint8Array.of(2 + (point[64]! & 1), ...point.subarray(1, 33)),
    } as const
    for (let i = 0; i < 20; i++) {
      const signature = new Uint8Array(await subtle.sign(algorithm, pair.privateKey, message))
      expect(await verifySignature(key, 'ES256', message, toLowS('ES256', signature))).toBe(true)
    }
  })

  it('returns valid, malformed and non-ECDSA signatures unchanged', () => {
    for (const { type, signature } of vectors.filter(({ valid }) => valid)) {
      expect(toLowS(type, signature)).toBe(signature)
    }
    for (const type of ['Ed25519', 'ES256', 'ES256K', 'RS256', 'EIP191', 'NonStandard'] as const) {
      for (const signature of [new Uint8Array(), new Uint8Array(64).fill(0xff)]) {
        expect(toLowS(type, signature)).toBe(signature)
      }
    }
  })
})

/** Returns a PEM that OpenSSL encoded (through node:crypto), and the did:key of its key. */
function pemOf(name: 'Ed25519' | 'Secp256k1' | 'P-256'): { pem: string; did: string } {
  const { privateKey, publicKey } =
    name === 'Ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: name === 'P-256' ? name : 'secp256k1' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const bytes = Buffer.from(x!, 'base64url')
  const point = y === undefined ? bytes : [2 + (Buffer.from(y, 'base64url').at(-1)! & 1), ...bytes]
  const type = name === 'Secp256k1' ? 'secp256k1' : name
  return {
    pem: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    did: DIDKey.fromPublicKey(type, Uint8Array.from(point)).did,
  }
}

function pemWith(base64: string): string {
  return `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`
}
