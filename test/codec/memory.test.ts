import { describe, expect, it, vi } from 'vitest'
import { utf8 } from '../bytes.js'

const { poolSize } = Buffer

/** The module as it is where globals have these values. */
async function memoryWhere(globals: Readonly<Record<string, unknown>>) {
  vi.resetModules()
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  try {
    return await import('../../src/codec/memory.js')
  } finally {
    vi.unstubAllGlobals()
  }
}

/** A Buffer that lacks one method, as bundlers' stand-ins do. */
function bufferWithout(method: string) {
  const prototype = Object.create(Buffer.prototype, { [method]: { value: undefined } })
  return { prototype, allocUnsafe: Buffer.allocUnsafe }
}

const NONE = { Buffer: undefined }
const places: ReadonlyArray<readonly [string, Readonly<Record<string, unknown>>]> = [
  ['in Node', {}],
  ['in Bun', { process: { versions: { node: '22.0.0', bun: '1.0.0' } } }],
  ['in Deno', { process: { versions: { node: '22.0.0', deno: '2.0.0' } } }],
  ['in a browser', { ...NONE, process: undefined }],
  ['in a browser, with a Buffer', { process: undefined }],
]

describe.each(places)('%s', (where, globals) => {
  const isNode = where === 'in Node'
  let loaded: ReturnType<typeof memoryWhere> | undefined
  const memory = () => (loaded ??= memoryWhere(globals))

  it('bytes come from a pool that can’t be given away, or have a buffer of their own', async () => {
    const { allocate, allocatePooled, copyOf, pieceOfPool } = await memory()
    const own = (size: number) => (isNode ? poolSize : size)
    expect([1, 65].map((size) => allocatePooled(size).buffer.byteLength)).toEqual([own(1), own(65)])
    expect([0, 64, 65].map((size) => allocate(size).buffer.byteLength)).toEqual([0, 64, own(65)])
    expect(copyOf(new Uint8Array(70), 2, 68).buffer.byteLength).toBe(own(66))
    expect(pieceOfPool()?.buffer.byteLength).toBe(isNode ? poolSize : undefined)
    expect(pieceOfPool()?.length).toBe(isNode ? 4095 : undefined)
  })

  it('bytes are of the size that was asked for, and plain', async () => {
    const { allocate, allocatePooled } = await memory()
    for (const size of [0, 1, 64, 65, 5000]) {
      for (const bytes of [allocate(size), allocatePooled(size)]) {
        expect(bytes).toHaveLength(size)
        expect(Object.getPrototypeOf(bytes) === Uint8Array.prototype).toBe(true)
      }
    }
  })

  it('no two share a byte', async () => {
    const { allocatePooled } = await memory()
    const all = Array.from({ length: 300 }, (_, i) => allocatePooled(100).fill(i))
    all.forEach((bytes, i) => expect(bytes).toEqual(new Uint8Array(100).fill(i)))
  })

  it.each([0, 1, 63, 64, 65, 200])('%i bytes are copied', async (size) => {
    const { copyInto, copyOf } = await memory()
    const source = Uint8Array.from({ length: size + 7 }, (_, i) => i + 1)
    const expected = Array.from({ length: size }, (_, i) => i + 4)
    const target = new Uint8Array(size + 3)
    copyInto(target, 2, source, 3, size + 3)
    expect([...target]).toEqual([0, 0, ...expected, 0])
    const copy = copyOf(source, 3, size + 3)
    source.fill(0)
    expect([...copy]).toEqual(expected)
  })

  it.each(['', 'abc', 'é', '€', '\u{1f600}', '\ufeffa', 'a'.repeat(200)])(
    '%o is written, and read again',
    async (text) => {
      const { readUtf8, writeUtf8 } = await memory()
      const expected = utf8(text)
      const bytes = new Uint8Array(expected.length + 5).fill(0xff)
      expect(writeUtf8(bytes, text, 3)).toBe(expected.length)
      expect([...bytes]).toEqual([255, 255, 255, ...expected, 255, 255])
      expect(readUtf8(bytes, 3, 3 + expected.length)).toBe(text)
    },
  )

  it('as much of a text is written as fits', async () => {
    const { writeUtf8 } = await memory()
    expect(writeUtf8(new Uint8Array(5), 'abcdef', 2)).toBe(3)
    expect(writeUtf8(new Uint8Array(5), 'ab€', 1)).toBe(2)
  })

  it('bytes that are no UTF-8 are no text', async () => {
    const { readUtf8 } = await memory()
    expect(readUtf8(new Uint8Array([0x61, 0xff]), 0, 2)).toBeUndefined()
    expect(readUtf8(new Uint8Array([0x61, 0xff]), 0, 1)).toBe('a')
  })

  it('bytes become a string with a character for each', async () => {
    const { asciiSlice } = await memory()
    const bytes = Uint8Array.from({ length: 0x100 }, (_, i) => i)
    expect(asciiSlice(bytes, 0, 0x100)).toHaveLength(0x100)
    expect(asciiSlice(bytes, 0x61, 0x64)).toBe('abc')
    expect(asciiSlice(bytes, 0, 0x80)).toBe(String.fromCharCode(...bytes.subarray(0, 0x80)))
    expect(asciiSlice(bytes, 0, 0x100)).not.toMatch(/[\0-\x7f]{129}/)
  })
})

it('Buffer is used where there is one, and told no more bytes than there are', async () => {
  const calls: unknown[] = []
  const prototype = Object.create(Buffer.prototype, {
    latin1Slice: { value: (...args: number[]) => `latin1Slice ${args}` },
    utf8Write: { value: (...args: unknown[]) => calls.push(args) },
  })
  const { asciiSlice, writeUtf8 } = await memoryWhere({ Buffer: { prototype } })
  expect(asciiSlice(new Uint8Array(9), 2, 5)).toBe('latin1Slice 2,5')
  writeUtf8(new Uint8Array(9), 'abc', 2)
  expect(calls).toEqual([['abc', 2, 7]])
})

it.each([
  ['latin1Slice is missing', { Buffer: bufferWithout('latin1Slice') }],
  ['utf8Write is missing', { Buffer: bufferWithout('utf8Write') }],
  ['there is none', NONE],
  ['it is no class', { Buffer: {} }],
])('Buffer is left alone where %s', async (_what, globals) => {
  const { allocatePooled, asciiSlice, UTF8_PAYS, writeUtf8 } = await memoryWhere(globals)
  const bytes = new Uint8Array(3)
  expect([writeUtf8(bytes, 'abc', 0), asciiSlice(bytes, 1, 3)]).toEqual([3, 'bc'])
  expect([allocatePooled(1).buffer.byteLength, UTF8_PAYS]).toEqual([1, 128])
})

it('a call to Buffer pays for shorter texts than one to TextEncoder', async () => {
  expect((await memoryWhere({})).UTF8_PAYS).toBe(24)
})

it.each([0, 4094, 4095])('there is no piece of a pool of %i bytes', async (size) => {
  const { pieceOfPool } = await memoryWhere({})
  Buffer.poolSize = size
  try {
    expect(pieceOfPool()).toBeUndefined()
  } finally {
    Buffer.poolSize = poolSize
  }
})
