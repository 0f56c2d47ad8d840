import { ECDH, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { KeyType } from '../../../src/ucan/cryptography/key-type.js'
import { encodeSPKI } from '../../../src/ucan/cryptography/spki.js'
import { toHex } from '../../bytes.js'

function spkiOf(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' })
}

describe('encodeSPKI', () => {
  it.each<[KeyType, string, number]>([
    ['P-256', 'prime256v1', 65],
    ['P-384', 'secp384r1', 97],
    ['P-521', 'secp521r1', 133],
    ['secp256k1', 'secp256k1', 65],
  ])('encodes a %s key as OpenSSL does', (type, namedCurve, size) => {
    const expected = spkiOf(generateKeyPairSync('ec', { namedCurve }).publicKey)
    // The uncompressed point is at the end.
    const point = expected.subarray(-size)
    const compressed = ECDH.convertKey(point, namedCurve, undefined, undefined, 'compressed')
    const key = { type, bytes: new Uint8Array(compressed as Buffer) }
    expect(toHex(encodeSPKI(key))).toBe(expected.toString('hex'))
  })

  it('encodes an Ed25519 key as OpenSSL does', () => {
    const expected = spkiOf(generateKeyPairSync('ed25519').publicKey)
    const key = { type: 'Ed25519', bytes: new Uint8Array(expected.subarray(-32)) } as const
    expect(toHex(encodeSPKI(key))).toBe(expected.toString('hex'))
  })

  it('encodes an RSA key as OpenSSL does', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const bytes = new Uint8Array(publicKey.export({ type: 'pkcs1', format: 'der' }))
    expect(toHex(encodeSPKI({ type: 'RSA', bytes }))).toBe(spkiOf(publicKey).toString('hex'))
  })
})
