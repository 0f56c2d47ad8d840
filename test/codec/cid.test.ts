import { base36 } from 'multiformats/bases/base36'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { limits, s3 } from '../../src/index.js'
import { fromHex, toHex, utf8 } from '../fixtures.js'
import { errorOf } from './error-of.js'

const KEY = 'bafkqaaik'

/** Decodes a CBOR link with these CID bytes, in hex. Returns the parts of the CID, or the error. */
function outcome(hex: string): unknown {
  const size = (1 + hex.length / 2).toString(16).padStart(2, '0')
  const header = size < '18' ? toHex(Uint8Array.of(0x40 + 1 + hex.length / 2)) : `58${size}`
  const input = fromHex(`a1${toHex(utf8(`i${KEY}`))}81d82a${header}00${hex}`)
  return errorOf(() => {
    const [cid] = s3.ProofSet.cbor.decode(input)[KEY]!
    return [cid!.version, cid!.code, cid!.multihash.code, toHex(cid!.multihash.digest)]
  })
}

describe('decodeCID', () => {
  const digest = 'ab'.repeat(32)

  it.each([
    ['version 0', `1220${digest}`, [0, 0x70, 0x12, digest]],
    ['version 1', `01711220${digest}`, [1, 0x71, 0x12, digest]],
    ['an empty digest', '01550000', [1, 0x55, 0, '']],
    ['a codec of two bytes', '01a9020001aa', [1, 0x129, 0, 'aa']],
    ['a codec of three bytes', '018080010001aa', [1, 0x4000, 0, 'aa']],
    ['a codec of nine bytes', '018080808080808080010001aa', [1, 2 ** 56, 0, 'aa']],
    ['a hash code of two bytes', '015580010161', [1, 0x55, 0x80, '61']],
  ])('decodes %s', (_what, hex, expected) => {
    expect(outcome(hex)).toEqual({ value: expected })
  })

  it.each([
    ['version 0 with another hash code', `1320${digest}`, 'not a CID of version 0 or 1'],
    ['version 0 with another digest size', `1221${digest}`, 'not a CID of version 0 or 1'],
    ['a longer CID of version 0', `1220${digest}00`, 'not a CID of version 0 or 1'],
    ['a version number of 0', '00550000', 'not a CID of version 0 or 1'],
    ['version 2', '02550000', 'not a CID of version 0 or 1'],
    ['a version alone', '01', 'unexpected end of CID'],
    ['a CID without a digest size', '015500', 'unexpected end of CID'],
    ['a digest that ends early', '01550002aa', 'unexpected end of CID'],
    ['a digest that is too long', '01550001aaaa', 'trailing data after CID'],
    ['a varint with a zero at its end', '01d5000000', 'CID with a malformed varint'],
    ['a varint of ten bytes', '0180808080808080808001000001', 'CID with a malformed varint'],
  ])('rejects %s', (_what, hex, reason) => {
    expect(outcome(hex)).toEqual(['invalid-link', 12, `s3.ProofSet: ${KEY}[0]: ${reason}`])
  })

  it('rejects a CID of more than 512 bytes when encoding', () => {
    const cid = CID.decode(identity(limits.cid + 1))
    for (const format of ['cbor', 'json'] as const) {
      expect(errorOf(() => s3.ProofSet[format].encode({ [KEY]: [cid] }))).toEqual([
        'too-long',
        undefined,
        `s3.ProofSet: ${KEY}[0]: CID exceeds 512 bytes`,
      ])
    }
  })
})

describe('parseCIDString', () => {
  const V0 = 'QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR'
  const V1 = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'
  /** Decodes a map whose key is this string. Returns the decoded key, or the error. */
  const canonical = (string: string) =>
    errorOf(() => Object.keys(s3.ProofSet.json.decode(utf8(`{"${string}":[]}`)))[0])
  const invalidLink = (reason: string) => [
    'invalid-link',
    1,
    expect.stringMatching(new RegExp(`: ${reason}`)),
  ]

  it.each([
    ['base32', V1],
    ['base36', CID.parse(V1).toString(base36)],
    ['base58btc', CID.parse(V1).toString(base58btc)],
  ])('parses %s, and the decoded key is in base32', (_base, string) => {
    expect(canonical(string)).toEqual({ value: V1 })
  })

  it('keeps a string of version 0 unchanged', () => expect(canonical(V0)).toEqual({ value: V0 }))

  // With these sizes, the last base32 character has every possible number of unused bits.
  it.each(Array.from({ length: 9 }, (_, i) => i + 1))(
    'parses and formats a CID with an identity hash of %i bytes as multiformats does',
    (size) => {
      const hex = `0155000${size}${'f7'.repeat(size)}`
      const string = CID.decode(fromHex(hex)).toString()
      expect(canonical(string)).toEqual({ value: string })
      const value = { [KEY]: [CID.decode(fromHex(hex))] }
      const json = new TextDecoder().decode(s3.ProofSet.json.encode(value))
      expect(json).toBe(`{"${KEY}":[{"/":"${string}"}]}`)
      expect(s3.ProofSet.json.decode(utf8(json))).toEqual(value)
    },
  )

  it.each([
    ['a character that is not base32', 'bafkqaai1'],
    ['a character that is not base32', 'bafkqaai8'],
    ['a character that is not base32', 'bafkqaai`'],
    ['a character that is not base32', 'bafkqaai{'],
    ['base32 in upper case', 'bAFKQAAIK'],
    ['base32 with an extra character', 'bafkqaaika'],
    ['base32 with unused bits set', 'bafkqaab'],
    ['a character that is not base36', 'k!'],
    ['base36 in upper case', `k${CID.parse(KEY).toString(base36).slice(1).toUpperCase()}`],
    ['a character that is not base58btc', 'z0'],
    ['another base', 'f01550000'],
    ['an empty string', ''],
  ])('rejects %s: %j', (_what, string) => {
    expect(canonical(string)).toEqual(invalidLink('expected CID, received'))
  })

  it('rejects version 0 with a base prefix, and version 1 without one', () => {
    const prefixed = base58btc.encode(CID.parse(V0).bytes)
    expect(canonical(prefixed)).toEqual(invalidLink('CID of version 0 with a base prefix$'))
    expect(canonical(unprefixed())).toEqual(invalidLink('CID of version 1 without a base prefix$'))
  })

  it('accepts 512 bytes in base32, and rejects longer strings as too long', () => {
    const longest = CID.decode(identity(limits.cid)).toString()
    expect(canonical(longest)).toEqual({ value: longest })
    for (const string of [`${longest}a`, `b${'!'.repeat(900)}`]) {
      expect(canonical(string)).toEqual([
        'too-long',
        1,
        expect.stringMatching(/: CID exceeds 512 bytes$/),
      ])
    }
  })

  it.each([
    ['base36', base36],
    ['base58btc', base58btc],
  ])('accepts 128 bytes in %s, and rejects more', (_name, base) => {
    const longest = CID.decode(identity(limits.cidInBase36Or58))
    expect(canonical(longest.toString(base))).toEqual({ value: longest.toString() })
    for (const size of [limits.cidInBase36Or58 + 1, limits.cid]) {
      const string = base.encode(identity(size))
      expect(canonical(string)).toEqual(tooLong)
      expect(
        errorOf(() => s3.ProofSet.json.decode(utf8(`{"${KEY}":[{"/":"${string}"}]}`))),
      ).toEqual([
        'too-long',
        14,
        `s3.ProofSet: ${KEY}[0]: CID in base36 or base58btc exceeds 128 bytes`,
      ])
      expect(errorOf(() => s3.ProofSet.cbor.encode({ [string]: [] }))).toEqual([
        'too-long',
        undefined,
        expect.stringMatching(/: CID in base36 or base58btc exceeds 128 bytes$/),
      ])
    }
  })

  it.each(['1', '2', 'z'])(
    'rejects a base58btc string of 8,192 characters that repeats %j',
    (digit) => {
      for (const prefix of ['z', 'Q']) {
        expect(canonical(prefix + digit.repeat(limits.string - 1))).toEqual(tooLong)
      }
    },
  )

  it('rejects 4,096 keys of 512 bytes in base58btc', () => {
    const first = base58btc.encode(identity(limits.cid))
    // The keys differ in their last three digits only, so all have the same size and codec.
    const keys = Array.from({ length: limits.entries }, (_, i) => {
      const digits = [58 * 58, 58, 1].map((place) => BASE58[Math.floor(i / place) % 58]!)
      return first.slice(0, -3) + digits.join('')
    })
    expect(base58btc.decode(keys.at(-1)!)).toHaveLength(limits.cid)
    expect(() => CID.parse(keys.at(-1)!)).not.toThrow()
    expect(new Set(keys).size).toBe(limits.entries)
    const json = `{${keys.map((key) => `"${key}":[]`).join()}}`
    expect(errorOf(() => s3.ProofSet.json.decode(utf8(json)))).toEqual(tooLong)
    const value = Object.fromEntries(keys.map((key) => [key, []]))
    expect(errorOf(() => s3.ProofSet.cbor.encode(value))).toEqual([
      'too-long',
      undefined,
      expect.stringMatching(/: CID in base36 or base58btc exceeds 128 bytes$/),
    ])
  })

  const tooLong = [
    'too-long',
    1,
    expect.stringMatching(/: CID in base36 or base58btc exceeds 128 bytes$/),
  ]
})

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Returns a CID of `size` bytes, with the identity hash. */
function identity(size: number): Uint8Array {
  const digestSize = size < 0x80 + 4 ? size - 4 : size - 5
  const varint = digestSize < 0x80 ? [digestSize] : [0x80 | (digestSize & 0x7f), digestSize >> 7]
  const cid = new Uint8Array(size).fill(0xaa)
  cid.set([1, 0x55, 0, ...varint])
  return cid
}

/** Returns a CID of version 1 in base58btc without a prefix. Like a CID of version 0, it starts with Q. */
function unprefixed(): string {
  for (let size = 5; size < 100; size++) {
    const cid = identity(size)
    for (cid[1] = 0; cid[1] < 0x7f; cid[1]++) {
      const string = base58btc.baseEncode(cid)
      if (string.startsWith('Q')) return string
    }
  }
  throw new Error('found no CID of version 1 that starts with Q in base58btc')
}
