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

/** Loads the library while the global `Buffer` is `buffer`. */
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

/** An imitation of the `Buffer` of workerd, the runtime of Cloudflare Workers. Its `utf8Write` throws for a length that exceeds the remaining space. */
class WorkerdBuffer extends Buffer {
  utf8Write(string: string, offset: number, length = this.length): number {
    if (length > this.length - offset) throw new RangeError('The value of "length" is out of range')
    const write: (string: string, offset: number, length: number) => number = Reflect.get(
      Buffer.prototype,
      'utf8Write',
    )
    return write.call(this, string, offset, length)
  }
}

describe.each([
  ['libforge without a Buffer', undefined],
  ['libforge with a Buffer like that of workerd', WorkerdBuffer],
])('%s', async (_where, buffer) => {
  const { libforge, ucan } = await libraryWith(buffer)
  const { outcomes } = await check(libforge, ucan, fixtures)

  it('returns encoded bytes that own their ArrayBuffer', () => {
    const args = { method: 'GET', headers: {}, url: 'https://bucket.example/a/key/of/some/length' }
    const bytes = libforge.s3.Request.cbor.encode(args)
    expect(bytes.length).toBeGreaterThan(64)
    expect(bytes.buffer.byteLength).toBe(bytes.length)
  })

  it.each(files)('passes the checks of %s.jsonl', (file) => {
    const { passed, problems } = outcomes[file]!
    expect(problems).toEqual([])
    expect(passed).toBe(fixtures[file]!.trimEnd().split('\n').length)
  })
})
