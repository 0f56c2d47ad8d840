import * as crypto from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sha256, sha256With } from '../../../src/ucan/cryptography/sha256.js'
import { toHex, utf8 } from '../../bytes.js'
import { fc, holds } from '../../fast-check.js'

describe('sha256', () => {
  it('returns the known hashes of "abc" and of an empty message', () => {
    expect(toHex(sha256(utf8('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    expect(toHex(sha256(new Uint8Array()))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
  })

  it('returns a Uint8Array that owns its buffer', () => {
    const digest = sha256(utf8('abc'))
    expect(Object.getPrototypeOf(digest)).toBe(Uint8Array.prototype)
    expect(digest.buffer.byteLength).toBe(32)
  })
})

describe('sha256With', () => {
  it.each<[string, Parameters<typeof sha256With>[0]]>([
    ['node:crypto', crypto],
    ['createHash of node:crypto', { createHash: crypto.createHash }],
    ['JavaScript', undefined],
  ])('hashes with %s', (_name, provider) => {
    const hash = sha256With(provider)
    holds(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const digest = hash(bytes)
      expect(toHex(digest)).toBe(crypto.createHash('sha256').update(bytes).digest('hex'))
      expect(digest.buffer.byteLength).toBe(32)
    })
  })
})
