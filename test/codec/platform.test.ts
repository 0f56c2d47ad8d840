import { describe, expect, it, vi } from 'vitest'
import { utf8 } from '../bytes.js'

/** Loads `platform.ts` while the globals have these values. */
async function platformWith(globals: Readonly<Record<string, unknown>>) {
  vi.resetModules()
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  try {
    return await import('../../src/codec/platform.js')
  } finally {
    vi.unstubAllGlobals()
  }
}

/** Returns a Buffer without a method, like the replacements that bundlers insert. */
function bufferWithout(method: string) {
  return { prototype: Object.create(Buffer.prototype, { [method]: { value: undefined } }) }
}

const NO_BUFFER = { Buffer: undefined }

describe.each([
  ['with a Buffer', {}],
  ['without a Buffer', NO_BUFFER],
])('platform %s', (_where, globals) => {
  let loaded: ReturnType<typeof platformWith> | undefined
  const platform = () => (loaded ??= platformWith(globals))

  it.each([0, 1, 63, 64, 65, 200])('copies %i bytes into a buffer of their own', async (size) => {
    const { copyBytes } = await platform()
    const source = Uint8Array.from({ length: size + 7 }, (_, i) => i + 1)
    const expected = Array.from({ length: size }, (_, i) => i + 4)
    const copy = copyBytes(source, 3, size + 3)
    source.fill(0)
    expect([...copy]).toEqual(expected)
    expect(copy.buffer.byteLength).toBe(size)
    expect(Object.getPrototypeOf(copy) === Uint8Array.prototype).toBe(true)
  })

  it.each([
    ['an empty string', ''],
    ['a string in ASCII', 'abc'],
    ['a character of two bytes', 'é'],
    ['a character of three bytes', '€'],
    ['a character of four bytes', '\u{1f600}'],
    ['a BOM', '\ufeffa'],
    ['200 letters', 'a'.repeat(200)],
  ])('encodes %s as UTF-8 and decodes the bytes', async (_what, string) => {
    const { decodeUtf8, writeUtf8 } = await platform()
    const expected = utf8(string)
    const bytes = new Uint8Array(expected.length + 5).fill(0xff)
    expect(writeUtf8(bytes, string, 3)).toBe(expected.length)
    expect([...bytes]).toEqual([255, 255, 255, ...expected, 255, 255])
    expect(decodeUtf8(bytes, 3, 3 + expected.length)).toBe(string)
  })

  it('returns the number of encoded bytes if a string does not fit', async () => {
    const { writeUtf8 } = await platform()
    expect(writeUtf8(new Uint8Array(5), 'abcdef', 2)).toBe(3)
    expect(writeUtf8(new Uint8Array(5), 'ab€', 1)).toBe(2)
  })

  it('decodes invalid UTF-8 to undefined', async () => {
    const { decodeUtf8 } = await platform()
    expect(decodeUtf8(new Uint8Array([0x61, 0xff]), 0, 2)).toBeUndefined()
    expect(decodeUtf8(new Uint8Array([0x61, 0xff]), 0, 1)).toBe('a')
  })

  it('decodes ASCII, and each byte above 0x7f to one character', async () => {
    const { decodeAscii } = await platform()
    const bytes = Uint8Array.from({ length: 0x100 }, (_, i) => i)
    expect(decodeAscii(bytes, 0, 0x100)).toHaveLength(0x100)
    expect(decodeAscii(bytes, 0x61, 0x64)).toBe('abc')
    expect(decodeAscii(bytes, 0, 0x80)).toBe(String.fromCharCode(...bytes.subarray(0, 0x80)))
    expect(decodeAscii(bytes, 0, 0x100)).not.toMatch(/[\0-\x7f]{129}/)
  })

  it.each(['subarray', 'slice'] as const)('does not call %s of a subclass', async (method) => {
    const { copyBytes, decodeAscii, decodeUtf8 } = await platform()
    class Odd extends Uint8Array {
      static get [Symbol.species](): never {
        throw new Error('Symbol.species was read')
      }
    }
    Object.defineProperty(Odd.prototype, method, {
      value: () => {
        throw new Error(`${method} was called`)
      },
    })
    const odd = new Odd(100).fill(0x61)
    expect(copyBytes(odd, 10, 90)).toEqual(new Uint8Array(80).fill(0x61))
    expect(decodeAscii(odd, 10, 90)).toBe('a'.repeat(80))
    expect(decodeUtf8(odd, 10, 90)).toBe('a'.repeat(80))
  })
})

describe('platform', () => {
  it('calls the methods of Buffer, and passes the remaining length to utf8Write', async () => {
    const calls: unknown[] = []
    const prototype = Object.create(Buffer.prototype, {
      latin1Slice: { value: (...args: number[]) => `latin1Slice ${args}` },
      utf8Write: { value: (...args: unknown[]) => calls.push(args) },
    })
    const { decodeAscii, writeUtf8 } = await platformWith({ Buffer: { prototype } })
    expect(decodeAscii(new Uint8Array(9), 2, 5)).toBe('latin1Slice 2,5')
    writeUtf8(new Uint8Array(9), 'abc', 2)
    expect(calls).toEqual([['abc', 2, 7]])
  })

  it.each([
    ['lacks latin1Slice', { Buffer: bufferWithout('latin1Slice') }],
    ['lacks utf8Write', { Buffer: bufferWithout('utf8Write') }],
    ['is absent', NO_BUFFER],
    ['has no prototype', { Buffer: {} }],
  ])('uses TextEncoder and TextDecoder if Buffer %s', async (_what, globals) => {
    const { decodeAscii, UTF8_THRESHOLD, writeUtf8 } = await platformWith(globals)
    const bytes = new Uint8Array(3)
    expect([writeUtf8(bytes, 'abc', 0), decodeAscii(bytes, 1, 3)]).toEqual([3, 'bc'])
    expect(UTF8_THRESHOLD).toBe(128)
  })

  it('has a UTF8_THRESHOLD of 24 with a Buffer', async () => {
    expect((await platformWith({})).UTF8_THRESHOLD).toBe(24)
  })
})
