import { describe, expect, it } from 'vitest'
import { kindOf } from '../../src/codec/kind.js'
import { struct } from '../../src/codec/struct.js'
import { text } from '../../src/codec/text.js'
import { Failure, limits, provider, s3, Unit } from '../../src/index.js'
import { fromHex, toHex, utf8 } from '../fixtures.js'
import { refusalOf } from './refusal.js'

const KEY = 'bafkqaaik'

/** A text of up to 23 bytes as CBOR, in hex. */
function t(value: string): string {
  return toHex(Uint8Array.of(0x60 + value.length)) + toHex(utf8(value))
}

describe('where a text belongs, the CBOR reader says that it found', () => {
  it.each([
    ['41ff', 'bytes'],
    ['80', 'a list'],
    ['a0', 'a map'],
    ['d82a450001550000', 'a link'],
    ['c11a00000000', 'tag 1'],
    ['f4', 'false'],
    ['f5', 'true'],
    ['f7', 'undefined'],
    ['f0', 'a simple value'],
    ['f820', 'a simple value'],
    ['f90000', 'a float'],
    ['fa47c35000', 'a float'],
    ['fb7ff0000000000000', 'a float'],
    ['17', '23'],
    ['1818', '24'],
    ['20', '-1'],
    ['1b001ffffffffffffe', '9007199254740990'],
    ['1b001fffffffffffff', 'an integer'],
    ['3bffffffffffffffff', 'an integer'],
  ])('%s: %s', (hex, found) => {
    const message = `provider.AddOK: id: expected text, found ${found}`
    expect(refusalOf(() => provider.AddOK.cbor.decode(fromHex(`a1${t('id')}${hex}`)))).toEqual([
      'wrong-type',
      4,
      message,
    ])
  })
})

describe('the CBOR reader says that it expected', () => {
  it.each([
    ['bytes', s3.VerificationKey, `a1${t('data')}01`, 6, 'data: expected bytes, found 1'],
    ['a list', s3.ProofSet, `a1${t(KEY)}01`, 11, `${KEY}: expected a list, found 1`],
    ['a link', s3.ProofSet, `a1${t(KEY)}8101`, 12, `${KEY}[0]: expected a link, found 1`],
    [
      'the bytes of a link',
      s3.ProofSet,
      `a1${t(KEY)}81d82a01`,
      14,
      `${KEY}[0]: expected the bytes of a link, found 1`,
    ],
    ['a field’s name', Unit, 'a10100', 1, 'expected text, found 1'],
    ['a map', Unit, '6161', 0, 'expected a map, found text'],
  ] as const)('%s', (_what, type, hex, offset, reason) => {
    expect(refusalOf(() => type.cbor.decode(fromHex(hex)))).toEqual([
      'wrong-type',
      offset,
      `${type.name}: ${reason}`,
    ])
  })
})

describe('a first byte that starts nothing', () => {
  it.each([
    ['1c', 'syntax', '0x1c starts no CBOR item'],
    ['1f', 'syntax', '0x1f starts no CBOR item'],
    ['3f', 'syntax', '0x3f starts no CBOR item'],
    ['5f', 'not-canonical', 'an indefinite length'],
    ['7f', 'not-canonical', 'an indefinite length'],
    ['9f', 'not-canonical', 'an indefinite length'],
    ['bf', 'not-canonical', 'an indefinite length'],
    ['dc', 'syntax', '0xdc starts no CBOR item'],
    ['df', 'syntax', '0xdf starts no CBOR item'],
    ['fc', 'syntax', '0xfc starts no CBOR item'],
    ['ff', 'syntax', '0xff starts no CBOR item'],
  ])('%s: is refused with %s, in a value stepped over too', (hex, code, reason) => {
    const wanted = fromHex(`a1${t('id')}${hex}`)
    expect(refusalOf(() => provider.AddOK.cbor.decode(wanted))).toEqual([
      code,
      4,
      `provider.AddOK: id: ${reason}`,
    ])
    const unknown = fromHex(`a1${t('z')}${hex}`)
    expect(refusalOf(() => Unit.cbor.decode(unknown))).toEqual([code, 3, `Unit: z: ${reason}`])
  })
})

describe('a value stepped over', () => {
  it.each([
    ['an integer of each size', '8517181818ff1901001a00010000'],
    ['bytes and text', '82420102626161'],
    ['a map of a list and a map', 'a2616180616ba0'],
    ['a map in a list, and what follows it', '82a161610102'],
    ['a simple value', 'f0'],
    ['a simple value of two bytes', '82f820f8ff'],
    ['floats of each size, of zero bits', '83f90000fa00000000fb0000000000000000'],
    ['a tag of a tag', 'c1c101'],
  ])('may be %s', (_what, hex) => {
    expect(
      Failure.cbor.decode(fromHex(`a3${t('z')}${hex}${t('name')}60${t('message')}60`)),
    ).toEqual({ name: '', message: '' })
  })

  it.each([
    ['a text', '656161'],
    ['bytes', '420a'],
    ['a head', '19ff'],
    ['a head of the longest kind', '1b00000001000000'],
    ['a float', 'f97e'],
    ['a simple value', 'f8'],
    ['a list', '8201'],
    ['a map', 'a16161'],
    ['a tag', 'c1'],
  ])('of which the input ends within %s is truncated', (_what, hex) => {
    const input = fromHex(`a1${t('z')}${hex}`)
    expect(refusalOf(() => Unit.cbor.decode(input))).toEqual([
      'truncated',
      input.length,
      'Unit: z: the input ends early',
    ])
  })

  it.each([
    ['1817', 'a head longer than it need be'],
    ['190017', 'a head longer than it need be'],
    ['1900ff', 'a head longer than it need be'],
    ['1a0000ffff', 'a head longer than it need be'],
    ['1b00000000ffffffff', 'a head longer than it need be'],
    ['f81f', 'a simple value longer than it need be'],
  ])('%s: is refused as %s', (hex, reason) => {
    expect(refusalOf(() => Unit.cbor.decode(fromHex(`a1${t('z')}${hex}`)))).toEqual([
      'not-canonical',
      3,
      `Unit: z: ${reason}`,
    ])
  })
})

describe('a text', () => {
  it.each(['6180', '620080', '63808080', '61ff', '62c3c3', '63e28228'])(
    'of the bytes %s is no UTF-8',
    (hex) => {
      expect(refusalOf(() => provider.AddOK.cbor.decode(fromHex(`a1${t('id')}${hex}`)))).toEqual([
        'invalid-utf8',
        4,
        'provider.AddOK: id: text is not valid UTF-8',
      ])
    },
  )
})

describe('a field', () => {
  it('is not one whose name starts alike', () => {
    const hex = `a3${t('names')}01${t('name')}6161${t('message')}6162`
    expect(Failure.cbor.decode(fromHex(hex))).toEqual({ name: 'a', message: 'b' })
  })

  it('may have a name whose head takes two bytes', () => {
    const name = '\u0018'.repeat(24)
    const type = kindOf(struct('Long', { [name]: text }))
    const bytes = fromHex(`a17818${'18'.repeat(24)}6161`)
    expect(type.cbor.encode({ [name]: 'a' })).toEqual(bytes)
    expect(type.cbor.decode(bytes)).toEqual({ [name]: 'a' })
  })
})

describe('a link', () => {
  const link = (bytes: string, size: number) =>
    fromHex(`a1${t(KEY)}81d82a59${size.toString(16).padStart(4, '0')}00${bytes}`)
  /** A CID of an identity hash, which is as long as what it holds. */
  const cid = (size: number) => {
    const held = size - 5
    return `015500${toHex(Uint8Array.of(0x80 | (held & 0x7f), held >> 7))}${'aa'.repeat(held)}`
  }

  it('may be of as many bytes as a CID may have, and no more', () => {
    const [longest] = s3.ProofSet.cbor.decode(link(cid(limits.cid), limits.cid + 1))[KEY]!
    expect(toHex(longest!.bytes)).toBe(cid(limits.cid))
    const longer = link(cid(limits.cid + 1), limits.cid + 2)
    expect(refusalOf(() => s3.ProofSet.cbor.decode(longer))).toEqual([
      'too-long',
      14,
      `s3.ProofSet: ${KEY}[0]: longer than 513 bytes`,
    ])
  })

  it('of no bytes is none, whatever follows', () => {
    expect(refusalOf(() => s3.ProofSet.cbor.decode(fromHex(`a1${t(KEY)}82d82a4000`)))).toEqual([
      'invalid-link',
      12,
      `s3.ProofSet: ${KEY}[0]: a link that does not start with 0x00`,
    ])
  })
})

it.each([
  ['c0', 'tag 0'],
  ['d82b01', 'tag 43'],
  ['d82b4100', 'tag 43'],
  ['d9010018', 'tag 256'],
  ['da00010000f6', 'tag 65536'],
  ['d82b', 'tag 43'],
])('where a link belongs, %s is another tag', (hex, found) => {
  const decode = () => s3.ProofSet.cbor.decode(fromHex(`a1${t(KEY)}81${hex}`))
  const reason = `s3.ProofSet: ${KEY}[0]: expected a link, found ${found}`
  expect(refusalOf(decode)).toEqual(['wrong-type', 12, reason])
})

it('the path of an error within a field that the struct doesn’t know has all of its name', () => {
  expect(() => Unit.cbor.decode(fromHex('a164efbbbf61ff'))).toThrow(
    expect.objectContaining({ path: ['\ufeffa'] }),
  )
})
