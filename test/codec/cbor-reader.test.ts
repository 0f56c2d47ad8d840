import * as dagCbor from '@ipld/dag-cbor'
import { describe, expect, it } from 'vitest'
import { i64, string, struct, u64, u8 } from '../../src/codec/index.js'
import { Failure, limits, provider, s3, Unit } from '../../src/index.js'
import { fromHex, toHex, utf8 } from '../fixtures.js'
import { errorOf } from './error-of.js'

const KEY = 'bafkqaaik'

/** Encodes an ASCII string of at most 23 bytes as CBOR, and returns hex. */
function cborString(value: string): string {
  return toHex(Uint8Array.of(0x60 + value.length)) + toHex(utf8(value))
}

describe('CborReader › wrong types', () => {
  it.each([
    ['41ff', 'byte string'],
    ['80', 'list'],
    ['a0', 'map'],
    ['d82a450001550000', 'link'],
    ['c11a00000000', 'tag 1'],
    ['f4', 'false'],
    ['f5', 'true'],
    ['f7', 'undefined'],
    ['f0', 'simple value'],
    ['f820', 'simple value'],
    ['f90000', 'float'],
    ['fa47c35000', 'float'],
    ['fb7ff0000000000000', 'float'],
    ['17', '23'],
    ['1818', '24'],
    ['20', '-1'],
    ['1b001ffffffffffffe', '9007199254740990'],
    ['1b001fffffffffffff', 'integer'],
    ['3bffffffffffffffff', 'integer'],
  ])('rejects %s where a string is expected, and reports %s', (hex, received) => {
    const message = `provider.AddOK: id: expected string, received ${received}`
    expect(
      errorOf(() => provider.AddOK.cbor.decode(fromHex(`a1${cborString('id')}${hex}`))),
    ).toEqual(['wrong-type', 4, message])
  })

  it.each([
    [
      'a byte string',
      s3.VerificationKey,
      `a1${cborString('data')}01`,
      6,
      'data: expected byte string',
    ],
    ['a list', s3.ProofSet, `a1${cborString(KEY)}01`, 11, `${KEY}: expected list`],
    ['a link', s3.ProofSet, `a1${cborString(KEY)}8101`, 12, `${KEY}[0]: expected link`],
    [
      'the byte string of a link',
      s3.ProofSet,
      `a1${cborString(KEY)}81d82a01`,
      14,
      `${KEY}[0]: expected byte string in a link`,
    ],
    ['a field name', Unit, 'a10100', 1, 'expected string'],
    ['a key of a map of DIDs', s3.PermissionSet, 'a10160', 1, 'expected string'],
    ['a key of a map of links', s3.ProofSet, 'a10160', 1, 'expected string'],
    ['a map', Unit, '01', 0, 'expected map'],
    [
      'an integer',
      struct('Counter', { n: u8 }),
      `a1${cborString('n')}f5`,
      3,
      'n: expected integer',
    ],
  ] as const)(
    'rejects an item of another type where %s is expected',
    (what, type, hex, offset, reason) => {
      expect(errorOf(() => type.cbor.decode(fromHex(hex)))).toEqual([
        'wrong-type',
        offset,
        `${type.name}: ${reason}, received ${what === 'an integer' ? 'true' : '1'}`,
      ])
    },
  )

  it.each([
    ['c0', 'tag 0'],
    ['d82b01', 'tag 43'],
    ['d82b4100', 'tag 43'],
    ['d9010018', 'tag 256'],
    ['da00010000f6', 'tag 65536'],
    ['d82b', 'tag 43'],
  ])('rejects %s where a link is expected, and reports %s', (hex, received) => {
    const decode = () => s3.ProofSet.cbor.decode(fromHex(`a1${cborString(KEY)}81${hex}`))
    const message = `s3.ProofSet: ${KEY}[0]: expected link, received ${received}`
    expect(errorOf(decode)).toEqual(['wrong-type', 12, message])
  })
})

describe('CborReader › headers', () => {
  it.each([
    ['1c', 'syntax', 'unexpected byte 0x1c'],
    ['1f', 'syntax', 'unexpected byte 0x1f'],
    ['3f', 'syntax', 'unexpected byte 0x3f'],
    ['5f', 'not-canonical', 'indefinite length'],
    ['7f', 'not-canonical', 'indefinite length'],
    ['9f', 'not-canonical', 'indefinite length'],
    ['bf', 'not-canonical', 'indefinite length'],
    ['dc', 'syntax', 'unexpected byte 0xdc'],
    ['df', 'syntax', 'unexpected byte 0xdf'],
    ['fc', 'syntax', 'unexpected byte 0xfc'],
    ['ff', 'syntax', 'unexpected byte 0xff'],
  ])('rejects header byte 0x%s with the code %s, also in a skipped value', (hex, code, reason) => {
    const known = fromHex(`a1${cborString('id')}${hex}`)
    expect(errorOf(() => provider.AddOK.cbor.decode(known))).toEqual([
      code,
      4,
      `provider.AddOK: id: ${reason}`,
    ])
    const unknown = fromHex(`a1${cborString('z')}${hex}`)
    expect(errorOf(() => Unit.cbor.decode(unknown))).toEqual([code, 3, `Unit: z: ${reason}`])
  })

  it.each([
    ['1817', 'header: not in its shortest form'],
    ['190017', 'header: not in its shortest form'],
    ['1900ff', 'header: not in its shortest form'],
    ['1a0000ffff', 'header: not in its shortest form'],
    ['1b00000000ffffffff', 'header: not in its shortest form'],
    ['f81f', 'simple value'],
  ])('rejects the skipped value %s: non-canonical %s', (hex, what) => {
    expect(errorOf(() => Unit.cbor.decode(fromHex(`a1${cborString('z')}${hex}`)))).toEqual([
      'not-canonical',
      3,
      `Unit: z: non-canonical ${what}`,
    ])
  })

  it('rejects an integer whose header is not in its shortest form', () => {
    for (const hex of ['1817', '3817', '1900ff', '1a0000ffff', '1b00000000ffffffff']) {
      expect(errorOf(() => i64.cbor.decode(fromHex(hex)))).toEqual([
        'not-canonical',
        0,
        'i64: non-canonical header: not in its shortest form',
      ])
    }
  })
})

describe('CborReader › skipped values', () => {
  it.each([
    ['integers of up to 32 bits', '8517181818ff1901001a00010000'],
    ['a byte string and a string', '82420102626161'],
    ['an empty list and an empty map in a map', 'a2616180616ba0'],
    ['an item after a map in a list', '82a161610102'],
    ['a simple value', 'f0'],
    ['simple values of two bytes', '82f820f8ff'],
    ['floats of each size, all zero', '83f90000fa00000000fb0000000000000000'],
    ['nested tags', 'c1c101'],
  ])('skips %s', (_what, hex) => {
    const input = `a3${cborString('z')}${hex}${cborString('name')}60${cborString('message')}60`
    expect(Failure.cbor.decode(fromHex(input))).toEqual({ name: '', message: '' })
  })

  it.each([
    ['a string', '656161'],
    ['a byte string', '420a'],
    ['a header', '19ff'],
    ['a header of nine bytes', '1b00000001000000'],
    ['a float', 'f97e'],
    ['a simple value', 'f8'],
    ['a list', '8201'],
    ['a map', 'a16161'],
    ['a tag', 'c1'],
  ])('rejects input that ends within %s', (_what, hex) => {
    const input = fromHex(`a1${cborString('z')}${hex}`)
    expect(errorOf(() => Unit.cbor.decode(input))).toEqual([
      'truncated',
      input.length,
      'Unit: z: unexpected end of input',
    ])
  })

  it('keeps a BOM in the path of an error', () => {
    expect(() => Unit.cbor.decode(fromHex('a164efbbbf61ff'))).toThrow(
      expect.objectContaining({ path: ['\ufeffa'] }),
    )
  })
})

describe('CborReader › strings', () => {
  it.each(['6180', '620080', '63808080', '61ff', '62c3c3', '63e28228'])(
    'rejects %s, which is not UTF-8',
    (hex) => {
      expect(
        errorOf(() => provider.AddOK.cbor.decode(fromHex(`a1${cborString('id')}${hex}`))),
      ).toEqual(['invalid-utf8', 4, 'provider.AddOK: id: invalid UTF-8'])
    },
  )

  it('compares the whole name of a field', () => {
    const hex = `a3${cborString('names')}01${cborString('name')}6161${cborString('message')}6162`
    expect(Failure.cbor.decode(fromHex(hex))).toEqual({ name: 'a', message: 'b' })
  })

  it('encodes and decodes a field name with a header of two bytes', () => {
    const name = '\u0018'.repeat(24)
    const type = struct('Long', { [name]: string })
    const bytes = fromHex(`a17818${'18'.repeat(24)}6161`)
    expect(type.cbor.encode({ [name]: 'a' })).toEqual(bytes)
    expect(type.cbor.decode(bytes)).toEqual({ [name]: 'a' })
  })

  // The reader decodes up to 4,096 bytes at once, and slices ASCII strings of up to 1,024 bytes
  // from the result.
  it.each([1, 1000, 1023, 1024, 1025, 4096])(
    'decodes ASCII of %i bytes at various offsets',
    (size) => {
      for (const before of [0, 1, 3000, 4090]) {
        const id = 'a'.repeat(size)
        const skipped = toHex(dagCbor.encode(new Uint8Array(before)))
        const encoded = toHex(dagCbor.encode(id))
        const input = fromHex(`a2${cborString('z')}${skipped}${cborString('id')}${encoded}`)
        expect(provider.AddOK.cbor.decode(input)).toEqual({ id })
      }
    },
  )
})

describe('CborReader › links', () => {
  const link = (bytes: string, size: number) =>
    fromHex(`a1${cborString(KEY)}81d82a59${size.toString(16).padStart(4, '0')}00${bytes}`)
  /** Returns a CID of `size` bytes with the identity hash, in hex. */
  const cid = (size: number) => {
    const digest = size - 5
    const length = toHex(Uint8Array.of(0x80 | (digest & 0x7f), digest >> 7))
    return `015500${length}${'aa'.repeat(digest)}`
  }

  it('accepts a CID of 512 bytes and rejects a longer one', () => {
    const [longest] = s3.ProofSet.cbor.decode(link(cid(limits.cid), limits.cid + 1))[KEY]!
    expect(toHex(longest!.bytes)).toBe(cid(limits.cid))
    const longer = link(cid(limits.cid + 1), limits.cid + 2)
    expect(errorOf(() => s3.ProofSet.cbor.decode(longer))).toEqual([
      'too-long',
      14,
      `s3.ProofSet: ${KEY}[0]: byte string exceeds 513 bytes`,
    ])
  })

  it('rejects an empty link, even if the next byte is 0x00', () => {
    expect(
      errorOf(() => s3.ProofSet.cbor.decode(fromHex(`a1${cborString(KEY)}82d82a4000`))),
    ).toEqual(['invalid-link', 12, `s3.ProofSet: ${KEY}[0]: link without its prefix 0x00`])
  })
})

/** 0, 1, the integers around each change of header size and around the end of the safe range, and the largest `i64`. */
const INTEGERS = [
  0n,
  1n,
  23n,
  24n,
  255n,
  256n,
  65_535n,
  65_536n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 63n - 1n,
]

describe('CborReader › integers', () => {
  it.each([...INTEGERS, ...INTEGERS.map((value) => -1n - value)])(
    'decodes %i as @ipld/dag-cbor does',
    (value) => {
      const bytes = dagCbor.encode(value)
      const decoded = i64.cbor.decode(bytes)
      expect(decoded).toBe(dagCbor.decode(bytes))
      expect(BigInt(decoded)).toBe(value)
      expect(typeof decoded).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint')
    },
  )

  it('decodes the largest u64 and the smallest i64 to bigints', () => {
    expect(u64.cbor.decode(fromHex('1bffffffffffffffff'))).toBe(2n ** 64n - 1n)
    expect(i64.cbor.decode(fromHex('3b7fffffffffffffff'))).toBe(-(2n ** 63n))
  })

  it('rejects an integer that ends early', () => {
    for (const hex of ['18', '19ff', '1bffffffffffffff', '3bffffffffffffff']) {
      expect(errorOf(() => i64.cbor.decode(fromHex(hex)))).toEqual([
        'truncated',
        hex.length / 2,
        'i64: unexpected end of input',
      ])
    }
  })
})
