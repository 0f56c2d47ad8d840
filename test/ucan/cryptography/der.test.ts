import { describe, expect, it } from 'vitest'
import { DERReader, encodeDER, INTEGER, SEQUENCE } from '../../../src/ucan/cryptography/der.js'
import { fromHex, toHex } from '../../bytes.js'

/** Headers of a SEQUENCE by the size of its content (X.690, 8.1.3). */
const HEADERS: readonly [number, string][] = [
  [0, '3000'],
  [0x7f, '307f'],
  [0x80, '308180'],
  [0xff, '3081ff'],
  [0x100, '30820100'],
  [0xffff, '3082ffff'],
]

describe('encodeDER', () => {
  it.each(HEADERS)('encodes the length %i', (size, header) => {
    const content = new Uint8Array(size).fill(7)
    expect(toHex(encodeDER(SEQUENCE, content))).toBe(header + toHex(content))
  })

  it('joins the contents', () => {
    const element = encodeDER(SEQUENCE, fromHex('020101'), fromHex(''), fromHex('02020080'))
    expect(toHex(element)).toBe('300702010102020080')
  })
})

describe('DERReader', () => {
  it.each(HEADERS)('decodes the length %i', (size, header) => {
    const content = new Uint8Array(size).fill(7)
    const reader = new DERReader(Uint8Array.of(...fromHex(header), ...content, 0x02, 0x01, 0x05))
    expect(toHex(reader.read(SEQUENCE))).toBe(toHex(content))
    expect(toHex(reader.read(INTEGER))).toBe('05')
  })

  it('rejects an unexpected tag, a truncated element and an unsupported length', () => {
    const read = (hex: string) => () => new DERReader(fromHex(hex)).read(SEQUENCE)
    expect(read('0200')).toThrow(new TypeError('malformed DER: expected tag 48, received 2'))
    for (const hex of ['', '30', '3001', '308101', '308201']) {
      expect(read(hex)).toThrow(new TypeError('malformed DER: unexpected end of input'))
    }
    // An indefinite length, and a length encoded in three bytes.
    for (const [hex, first] of [
      [`3080${'00'.repeat(128)}`, 128],
      ['308300000100', 131],
    ] as const) {
      expect(read(hex)).toThrow(
        new TypeError(
          `malformed DER: expected a definite length in at most two bytes, received length byte ${first}`,
        ),
      )
    }
  })
})
