import { base36 } from 'multiformats/bases/base36'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { limits, s3 } from '../../src/index.js'
import { fromHex, toHex, utf8 } from '../fixtures.js'
import { refusalOf } from './refusal.js'

const KEY = 'bafkqaaik'

/** What becomes of a CID of these bytes, in hex, as a link in CBOR. */
function outcome(hex: string): unknown {
  const size = (1 + hex.length / 2).toString(16).padStart(2, '0')
  const head = size < '18' ? toHex(Uint8Array.of(0x40 + 1 + hex.length / 2)) : `58${size}`
  const input = fromHex(`a1${toHex(utf8(`i${KEY}`))}81d82a${head}00${hex}`)
  return refusalOf(() => {
    const [cid] = s3.ProofSet.cbor.decode(input)[KEY]!
    return [cid!.version, cid!.code, cid!.multihash.code, toHex(cid!.multihash.digest)]
  })
}

describe('the bytes of a CID', () => {
  const digest = 'ab'.repeat(32)

  it.each([
    ['version 0', `1220${digest}`, [0, 0x70, 0x12, digest]],
    ['version 1', `01711220${digest}`, [1, 0x71, 0x12, digest]],
    ['no digest', '01550000', [1, 0x55, 0, '']],
    ['a code of two bytes', '01a9020001aa', [1, 0x129, 0, 'aa']],
    ['a code of three bytes', '018080010001aa', [1, 0x4000, 0, 'aa']],
    ['a code of nine bytes', '018080808080808080010001aa', [1, 2 ** 56, 0, 'aa']],
    ['a hash of two bytes', '015580010161', [1, 0x55, 0x80, '61']],
  ])('of %s are read as what they say', (_what, hex, expected) => {
    expect(outcome(hex)).toEqual({ read: expected })
  })

  it.each([
    ['none of version 0, which has another hash', `1320${digest}`, 'not a CID of version 0 or 1'],
    ['none of version 0, which has another size', `1221${digest}`, 'not a CID of version 0 or 1'],
    ['a longer one of version 0', `1220${digest}00`, 'not a CID of version 0 or 1'],
    ['version 0 in the form of version 1', '00550000', 'not a CID of version 0 or 1'],
    ['version 2', '02550000', 'not a CID of version 0 or 1'],
    ['a version alone', '01', 'a CID that ends early'],
    ['no size', '015500', 'a CID that ends early'],
    ['a digest that ends early', '01550002aa', 'a CID that ends early'],
    ['a digest that goes on', '01550001aaaa', 'bytes after a CID'],
    ['a varint with a zero at its end', '01d5000000', 'a CID with a varint longer than it may be'],
    [
      'a varint of ten bytes',
      '0180808080808080808001000001',
      'a CID with a varint longer than it may be',
    ],
  ])('of %s are refused', (_what, hex, reason) => {
    expect(outcome(hex)).toEqual(['invalid-link', 12, `s3.ProofSet: ${KEY}[0]: ${reason}`])
  })
})

describe('the text of a CID', () => {
  const V0 = 'QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR'
  const V1 = 'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm'
  const read = (text: string) =>
    refusalOf(() => Object.keys(s3.ProofSet.json.decode(utf8(`{"${text}":[]}`))))
  const refusal = (reason: string) => [
    'invalid-link',
    1,
    expect.stringMatching(new RegExp(`: ${reason}`)),
  ]

  it.each([V1, CID.parse(V1).toString(base36), CID.parse(V1).toString(base58btc)])(
    'may be %s, and comes out in base32',
    (text) => expect(read(text)).toEqual({ read: [V1] }),
  )

  it('of version 0 comes out as it is', () => expect(read(V0)).toEqual({ read: [V0] }))

  // Identity hashes of one to nine bytes: base32 with each number of bits left over.
  it.each(Array.from({ length: 9 }, (_, i) => i + 1))(
    'of %i bytes of an identity hash is that of multiformats, and comes back',
    (size) => {
      const hex = `0155000${size}${'f7'.repeat(size)}`
      const text = CID.decode(fromHex(hex)).toString()
      expect(read(text)).toEqual({ read: [text] })
      const value = { [KEY]: [CID.decode(fromHex(hex))] }
      const json = new TextDecoder().decode(s3.ProofSet.json.encode(value))
      expect(json).toBe(`{"${KEY}":[{"/":"${text}"}]}`)
      expect(s3.ProofSet.json.decode(utf8(json))).toEqual(value)
    },
  )

  it.each([
    ['in base32 with a character that it does not have', 'bafkqaai1'],
    ['in base32 with a character that it does not have', 'bafkqaai8'],
    ['in base32 with a character that it does not have', 'bafkqaai`'],
    ['in base32 with a character that it does not have', 'bafkqaai{'],
    ['in base32 in upper case', 'bAFKQAAIK'],
    ['in base32 with a character left over', 'bafkqaaika'],
    ['in base32 with bits left over', V1.replace(/m$/, 'n')],
    ['in base36 that is none', 'k!'],
    ['in base36 in upper case', `k${CID.parse(V1).toString(base36).slice(1).toUpperCase()}`],
    ['in base58btc that is none', 'z0'],
    ['in another base', 'f01550000'],
    ['of nothing', ''],
  ])('%s is refused: %s', (_what, text) => {
    expect(read(text)).toEqual(refusal('expected a CID, found'))
  })

  it('of one version in the spelling of another is refused', () => {
    const zero = base58btc.encode(CID.parse(V0).bytes)
    expect(read(zero)).toEqual(refusal('a CID in the spelling of another version'))
  })

  it('is not written, if it has more bytes than it may', () => {
    const held = limits.cid - 4
    const head = Uint8Array.of(0x80 | (held & 0x7f), held >> 7)
    const cid = CID.decode(fromHex(`015500${toHex(head)}${'aa'.repeat(held)}`))
    expect(cid.bytes).toHaveLength(limits.cid + 1)
    for (const format of ['cbor', 'json'] as const) {
      expect(() => s3.ProofSet[format].encode({ [KEY]: [cid] })).toThrow('longer than 512 bytes')
    }
  })

  it('may be as long as that of the longest CID, and no longer', () => {
    const held = limits.cid - 5
    const bytes = fromHex(
      `015500${toHex(Uint8Array.of(0x80 | (held & 0x7f), held >> 7))}${'aa'.repeat(held)}`,
    )
    const longest = CID.decode(bytes).toString()
    expect(read(longest)).toEqual({ read: [longest] })
    const tooLong = ['too-long', 1, expect.stringMatching(/: longer than 512 bytes$/)]
    // Longer in another base, and no CID at all.
    for (const text of [`${longest}a`, `z${'1'.repeat(700)}`, `b${'!'.repeat(900)}`]) {
      expect(read(text)).toEqual(tooLong)
    }
  })
})
