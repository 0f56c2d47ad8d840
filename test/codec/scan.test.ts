import { describe, expect, it } from 'vitest'
import { isAscii, sameBytes } from '../../src/codec/scan.js'

const sizes = Array.from({ length: 12 }, (_, size) => size)
/** Where in memory bytes stand, so that four at a time start anywhere. */
const START = 3

describe.each(sizes)('of %i bytes', (size) => {
  /** Bytes of ASCII, with others in front and behind. */
  const bytes = () => new Uint8Array(START + size + 5).fill(0xff).fill(0x7f, START, START + size)

  it('those that are ASCII are, whatever stands around them', () => {
    expect(isAscii(bytes(), START, START + size)).toBe(true)
  })

  it('those of which one is no ASCII aren’t', () => {
    for (let i = 0; i < size; i++) {
      const source = bytes()
      source[START + i] = 0x80
      expect(isAscii(source, START, START + size)).toBe(false)
    }
  })

  it('the same are, wherever they stand and whatever stands around them', () => {
    const other = new Uint8Array(size + 1).fill(0x7f, 1)
    expect(sameBytes(bytes(), START, other, 1, size)).toBe(true)
    expect(sameBytes(other, 1, bytes(), START, size)).toBe(true)
  })

  it('those of which one differs in one bit aren’t the same', () => {
    const other = new Uint8Array(size).fill(0x7f)
    for (let i = 0; i < size; i++) {
      for (let bit = 0; bit < 8; bit++) {
        const source = bytes()
        source[START + i]! ^= 1 << bit
        expect(sameBytes(source, START, other, 0, size)).toBe(false)
      }
    }
  })

  it('none are the same as those behind an end', () => {
    const source = new Uint8Array(size)
    expect(sameBytes(new Uint8Array(size + 1).fill(1), 0, source.fill(1), 0, size + 1)).toBe(false)
  })
})
