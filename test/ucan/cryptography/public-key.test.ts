import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { DIDKey } from 'iso-did/key'
import { base58btc } from 'multiformats/bases/base58'
import { describe, expect, it } from 'vitest'
import { encodeDER } from '../../../src/ucan/cryptography/der.js'
import {
  didKeyOf,
  publicKeyOfDIDKey,
  publicKeyOfMultikey,
  type KeyType,
} from '../../../src/ucan/cryptography/public-key.js'
import { fromHex } from '../../bytes.js'
import { fc } from '../../fast-check.js'
import { rowsOf } from '../../fixtures.js'
import type { TokenRow } from '../rows.js'

/** Examples of https://w3c-ccg.github.io/did-key-spec/ and their key types. */
const examples: readonly [KeyType, string][] = [
  ['Ed25519', 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'],
  ['secp256k1', 'did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme'],
  ['P-256', 'did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169'],
  ['P-384', 'did:key:z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9'],
  [
    'P-521',
    'did:key:z2J9gaYxrKVpdoG9A4gRnmpnRCcxU6agDtFVVBVdn1JedouoZN7SzcyREXXzWgt3gGiwpoHq7K68X4m32D8HgzG8wv3sY5j7',
  ],
]

describe('publicKeyOfDIDKey', () => {
  it.each(examples)('decodes the %s key of the did:key specification', (type, did) => {
    const key = publicKeyOfDIDKey(did)!
    const expected = DIDKey.fromString(did)
    expect(key.type).toBe(type)
    expect(key.bytes).toEqual(expected.publicKey)
    expect(didKeyOf(key)).toBe(did)
  })

  it('decodes the keys that signed the tokens of the reference', () => {
    for (const { key } of rowsOf<TokenRow>('tokens')) {
      expect(didKeyOf(publicKeyOfDIDKey(key)!)).toBe(key)
    }
  })

  it('decodes RSA keys of 2,048 to 4,096 bits', () => {
    for (const size of [256, 384, 512]) {
      const key = publicKeyOfDIDKey(rsa(modulus(size)))!
      expect(key.type).toBe('RSA')
      expect(didKeyOf(key)).toBe(rsa(modulus(size)))
    }
  })

  it.each<[string, string]>([
    ['a DID of another method', 'did:web:up.example'],
    ['a did:key without an identifier', 'did:key:'],
    ['a did:key with only the base58btc prefix', 'did:key:z'],
    ['a did:key with a fragment', `${examples[0]![1]}#${examples[0]![1].slice(8)}`],
    ['a did:key with a version', 'did:key:1.1:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'],
    ['a DID method in capital letters', 'did:KEY:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'],
    ['white space before the DID', ` ${examples[0]![1]}`],
    ['white space after the DID', `${examples[0]![1]}\n`],
    ['white space in the DID', 'did:key:z 6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'],
    ['a digit that base58btc lacks', 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do0'],
    ['a character that is not ASCII', 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doŁ'],
    ['a leading zero byte', 'did:key:z16MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'],
    ['a key in base16', `did:key:f${'ed01'}${'11'.repeat(32)}`],
    ['a varint that is not minimal', of([0xed, 0x81, 0x00], ed25519.getPublicKey(seed(1)))],
    [
      'a prefix that shares only its first byte with a key type',
      of([0xed, 0x02], ed25519.getPublicKey(seed(1))),
    ],
    ['a key type that is not supported (X25519)', of([0xec, 0x01], ed25519.getPublicKey(seed(1)))],
    ['a private key', of([0x80, 0x26], seed(1))],
    ['the prefix of a key type without a key', of([0xed, 0x01], new Uint8Array())],
    ['half the prefix of a key type', of([0xed], new Uint8Array())],
    ['a key that is too short', of([0xed, 0x01], ed25519.getPublicKey(seed(1)).subarray(1))],
    ['a key that is too long', of([0xed, 0x01], new Uint8Array(33).fill(1))],
    ['the identity point of Ed25519', of([0xed, 0x01], new Uint8Array(32).with(0, 1))],
    ['an Ed25519 key that is not a point', of([0xed, 0x01], new Uint8Array(32).with(0, 2))],
    // y = p + 3: 3 is the least y of a point that is not of small order.
    ['an Ed25519 key whose y is not reduced', of([0xed, 0x01], fromHex(`f0${'ff'.repeat(30)}7f`))],
    ['an uncompressed P-256 key', of([0x80, 0x24], p256.getPublicKey(seed(1), false))],
    ['an uncompressed secp256k1 key', of([0xe7, 0x01], secp256k1.getPublicKey(seed(1), false))],
    ['an uncompressed P-384 key', of([0x81, 0x24], p384.getPublicKey(seed(1, 48), false))],
    [
      'an uncompressed P-521 key',
      of([0x82, 0x24], p521.getPublicKey(seed(0, 66).with(65, 1), false)),
    ],
    ['a P-256 key with the prefix of P-384', of([0x81, 0x24], p256.getPublicKey(seed(1)))],
    [
      'a P-256 key whose x is not reduced',
      of([0x80, 0x24], new Uint8Array(33).fill(0xff).with(0, 2)),
    ],
    ['an RSA key of 2,040 bits', rsa(modulus(255))],
    ['an RSA key of 4,104 bits', rsa(modulus(513))],
    ['an RSA key whose modulus is even', rsa(modulus(256).with(256, 2))],
    ['an RSA key whose modulus is negative', rsa(modulus(256).subarray(1))],
    ['an RSA key whose modulus has an extra leading zero', rsa(Uint8Array.of(0, ...modulus(256)))],
    ['an RSA key of 2,047 bits', rsa(modulus(256).subarray(1).with(0, 0x7f))],
    ['an RSA key with an empty exponent', rsa(modulus(256), [])],
    ['an RSA key with the exponent 1', rsa(modulus(256), [1])],
    ['an RSA key with an even exponent', rsa(modulus(256), [4])],
    ['an RSA key with a negative exponent', rsa(modulus(256), [0x81])],
    ['an RSA key with an exponent of 2^32 + 1', rsa(modulus(256), [1, 0, 0, 0, 1])],
    ['an RSA key with an exponent of 2^31 + 1', rsa(modulus(256), [0, 0x80, 0, 0, 1])],
    ['an RSA key whose exponent has an extra leading zero', rsa(modulus(256), [0, 3])],
    ['an RSA key with trailing data', of([0x85, 0x24], Uint8Array.of(...rsaKey(modulus(256)), 0))],
    ['an RSA key of indefinite length', of([0x85, 0x24], rsaKey(modulus(256)).with(1, 0x80))],
    ['a truncated RSA key', of([0x85, 0x24], rsaKey(modulus(256)).subarray(0, 100))],
  ])('rejects %s', (_what, did) => {
    expect(publicKeyOfDIDKey(did)).toBeUndefined()
    // The first call must not cache a key.
    expect(publicKeyOfDIDKey(did)).toBeUndefined()
  })

  it('accepts odd RSA exponents from 3 to 2^31 - 1', () => {
    for (const exponent of [[3], [17], [1, 0, 1], [0, 0x81], [0x7f, 0xff, 0xff, 0xff]]) {
      expect(publicKeyOfDIDKey(rsa(modulus(256), exponent))?.type).toBe('RSA')
    }
  })

  it('decodes the longest key: RSA of 4,096 bits with the exponent 2^31 - 1', () => {
    const did = rsa(modulus(512), [0x7f, 0xff, 0xff, 0xff])
    expect(did).toHaveLength('did:key:'.length + 724)
    expect(didKeyOf(publicKeyOfDIDKey(did)!)).toBe(did)
  })

  it('rejects a long string without decoding it', () => {
    const did = `did:key:z${'6'.repeat(5_000_000)}`
    // Decoding would take hours.
    expect(publicKeyOfDIDKey(did)).toBeUndefined()
  })

  it('accepts only the canonical did:key of a key', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 70 }),
      fc
        .tuple(
          fc.constantFrom([0xed, 1], [0xe7, 1], [0x80, 0x24], [0x81, 0x24], [0x82, 0x24]),
          fc.constantFrom([], [2], [3], [2, 0]),
          fc.constantFrom(32, 48, 64),
          fc.uint8Array({ minLength: 64, maxLength: 64 }),
        )
        .map(([prefix, sign, size, key]) =>
          of(prefix, Uint8Array.of(...sign, ...key.subarray(0, size))),
        )
        .map((did) => base58btc.decode(did.slice('did:key:'.length))),
    )
    let accepted = 0
    fc.assert(
      fc.property(bytes, (encoded) => {
        const did = `did:key:${base58btc.encode(encoded)}`
        const key = publicKeyOfDIDKey(did)
        if (key === undefined) return
        accepted++
        expect(didKeyOf(key)).toBe(did)
      }),
    )
    expect(accepted).toBeGreaterThan(0)
  })

  it('returns the same object for a key until 1,000 other keys are decoded', () => {
    const didOf = (i: number) =>
      of([0xed, 1], ed25519.Point.BASE.multiplyUnsafe(BigInt(i)).toBytes())
    const first = publicKeyOfDIDKey(didOf(1))
    expect(publicKeyOfDIDKey(didOf(1))).toBe(first)
    publicKeyOfDIDKey(didOf(2))
    expect(publicKeyOfDIDKey(didOf(1))).toBe(first)
    for (let i = 3; i <= 1000; i++) publicKeyOfDIDKey(didOf(i))
    expect(publicKeyOfDIDKey(didOf(1))).toBe(first)
    publicKeyOfDIDKey(didOf(1001))
    expect(publicKeyOfDIDKey(didOf(1))).not.toBe(first)
    expect(publicKeyOfDIDKey(didOf(1))).toEqual(first)
  })

  it('does not cache an invalid string', () => {
    const key = publicKeyOfDIDKey(examples[0]![1])
    for (let i = 0; i <= 1000; i++) publicKeyOfDIDKey(`did:key:z6Mk${i}`)
    expect(publicKeyOfDIDKey(examples[0]![1])).toBe(key)
  })

  it('returns bytes that own their buffer', () => {
    const key = publicKeyOfDIDKey(examples[0]![1])!
    expect(key.bytes.buffer.byteLength).toBe(key.bytes.length)
  })
})

describe('publicKeyOfMultikey', () => {
  it('decodes the identifier of a did:key', () => {
    for (const [, did] of examples) {
      expect(publicKeyOfMultikey(did.slice(8))).toEqual(publicKeyOfDIDKey(did))
    }
  })

  it.each<[string, string]>([
    ['an empty string', ''],
    ['only the base58btc prefix', 'z'],
    ['a did:key', examples[0]![1]],
    ['a key in base64url', 'u7QEREREREREREREREREREREREREREREREREREREREREREQ'],
  ])('rejects %s', (_what, multikey) => {
    expect(publicKeyOfMultikey(multikey)).toBeUndefined()
  })
})

function of(prefix: readonly number[], key: Uint8Array): string {
  return `did:key:${base58btc.encode(Uint8Array.of(...prefix, ...key))}`
}

function seed(byte: number, size = 32): Uint8Array {
  return new Uint8Array(size).fill(byte)
}

/** Returns the content of a DER integer: an odd integer of `size` bytes whose highest bit is set. */
function modulus(size: number): Uint8Array {
  return new Uint8Array(1 + size).fill(0xf1).with(0, 0)
}

function rsa(integer: Uint8Array, exponent?: readonly number[]): string {
  return of([0x85, 0x24], rsaKey(integer, exponent))
}

function rsaKey(integer: Uint8Array, exponent: readonly number[] = [1, 0, 1]): Uint8Array {
  return encodeDER(0x30, encodeDER(0x02, integer), encodeDER(0x02, Uint8Array.from(exponent)))
}
