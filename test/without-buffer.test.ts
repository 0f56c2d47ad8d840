import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { check } from './runtimes/check.js'

const folder = new URL('../fixtures/', import.meta.url)
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => file.slice(0, -'.jsonl'.length))
const fixtures = Object.fromEntries(
  files.map((file) => [file, readFileSync(new URL(`${file}.jsonl`, folder), 'utf8')]),
)

/** The library as it is where this is the Buffer, or where there is none. */
async function libraryWith(buffer: typeof Buffer | undefined) {
  vi.resetModules()
  vi.stubGlobal('Buffer', buffer)
  try {
    return {
      libforge: await import('../src/index.js'),
      ucan: await import('../src/ucan/index.js'),
    }
  } finally {
    vi.unstubAllGlobals()
  }
}

/** workerd's: `utf8Write` without a length takes that of all the bytes, and throws where they are fewer. */
class WorkerdBuffer extends Buffer {
  utf8Write(text: string, offset: number, length = this.length): number {
    if (length > this.length - offset) throw new RangeError('The value of "length" is out of range')
    const write: (text: string, offset: number, length: number) => number = Reflect.get(
      Buffer.prototype,
      'utf8Write',
    )
    return write.call(this, text, offset, length)
  }
}

describe.each([
  ['without a Buffer, as in browsers', undefined],
  ['with a Buffer as strict as that of workerd', WorkerdBuffer],
])('%s', async (_where, buffer) => {
  const { libforge, ucan } = await libraryWith(buffer)
  const { outcomes } = await check(libforge, ucan, fixtures)

  it('bytes are cut from its pool, if there is one', () => {
    const args = { method: 'GET', headers: {}, url: 'https://bucket.example/a/key/of/some/length' }
    const bytes = libforge.s3.Request.cbor.encode(args)
    expect(bytes.length).toBeGreaterThan(64)
    const { byteLength } = bytes.buffer
    expect(byteLength).toBe(buffer === undefined ? bytes.length : Buffer.poolSize)
  })

  it.each(files)('%s.jsonl: nothing is read or written otherwise', (file) => {
    const { passed, complaints } = outcomes[file]!
    expect(complaints).toEqual([])
    expect(passed).toBe(fixtures[file]!.trimEnd().split('\n').length)
  })
})
