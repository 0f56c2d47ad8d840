import { describe, expect, it } from 'vitest'
import { Input } from '../../src/codec/input.js'

/** Opens up what the readers see of an input. */
class Probe extends Input {
  ascii(start: number, end: number): string {
    return this.asciiText(start, end)
  }

  utf8(start: number, end: number): string {
    return this.utf8Text(start, end)
  }
}

const SIZE = 20_000
const text = Array.from({ length: SIZE / 5 }, (_, i) => String(i).padStart(5, '0')).join('')
const bytes = new TextEncoder().encode(text)

describe('a stretch of ASCII is cut as it stands there', () => {
  it.each([0, 1, 5, 1023, 1024, 1025, 4095, 4096, 4097])('%i bytes of it', (size) => {
    const input = new Probe(bytes)
    for (let start = 0; start + size <= SIZE; start += size + 37) {
      expect(input.ascii(start, start + size)).toBe(text.slice(start, start + size))
    }
    expect(input.ascii(SIZE - size, SIZE)).toBe(text.slice(SIZE - size))
  })

  it('in any order', () => {
    const input = new Probe(bytes)
    for (const start of [10_000, 9999, 5000, 9000, 8998, 13_000, 0, 4090, 4097, 1]) {
      expect(input.ascii(start, start + 10)).toBe(text.slice(start, start + 10))
    }
  })
})

it.each(['ascii', 'utf8'] as const)('%s that no engine makes a string of is too long', (method) => {
  const input = new Probe(bytes)
  const longest = 2 ** 29 - 2 ** 10
  const refusal = (() => {
    try {
      return input[method](0, longest + 1)
    } catch (error) {
      return error
    }
  })()
  expect(refusal).toMatchObject({ code: 'too-long', reason: `longer than ${longest} bytes` })
})

it('just as much as an engine makes a string of is tried, wherever it stands', () => {
  const input = new Probe(bytes)
  const longest = 2 ** 29 - 2 ** 10
  expect(input.utf8(0, longest)).toBe(text)
  expect(input.utf8(longest, 2 * longest)).toBe('')
})
