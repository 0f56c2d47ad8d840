import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'

/**
 * The most bytes that an entry may have, with all that it exports and depends
 * on. The goal is 5,000 for `/customer` and 12,000 for the root, and isn't
 * reached: every struct carries what reads and writes both formats, with every
 * check and the words of every error. Lower them as it shrinks; raise them for
 * nothing but what is new.
 */
const BUDGETS = { '@fil-forge/libforge/customer': 8100, '@fil-forge/libforge': 16_150 }

/** What programs have used in its place: generic codecs, and the commands as they were before. */
const OTHERS = {
  '@atcute/cbor': `export * from '@atcute/cbor'`,
  '@ipld/dag-cbor with @ipld/dag-json': `
    export * as cbor from '@ipld/dag-cbor'
    export * as json from '@ipld/dag-json'`,
  '@storacha/capabilities/provider': `export * from '@storacha/capabilities/provider'`,
}

/** Bytes of a module and all that it imports, minified for browsers and gzipped. */
async function sizeOf(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
  })
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length
}

const sizes: Record<string, { bytes: number; budget?: number }> = {}

afterAll(() => console.table(sizes))

describe('minified for browsers and gzipped', () => {
  it.each(Object.entries(BUDGETS))('%s has at most %i bytes', async (module, budget) => {
    const bytes = await sizeOf(`export * from '${module}'`)
    sizes[module] = { bytes, budget }
    expect(bytes).toBeLessThanOrEqual(budget)
  })

  it.each(Object.entries(OTHERS))('%s is measured in the same way', async (name, source) => {
    const bytes = await sizeOf(source)
    sizes[name] = { bytes }
    // A stub would be far smaller.
    expect(bytes).toBeGreaterThan(4000)
  })
})
