import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { bundle } from './bundle.js'

/**
 * The maximum size of an entry with all its exports and dependencies, in bytes.
 * Lower a budget when the entry shrinks. Raise it only for new features.
 */
const BUDGETS = {
  '@fil-forge/libforge/commands/customer': 9400,
  '@fil-forge/libforge/codec': 14_900,
  '@fil-forge/libforge': 17_200,
}

/** Modules to compare with: generic codecs, and a module of `@storacha/capabilities`. */
const OTHERS = {
  '@atcute/cbor': `export * from '@atcute/cbor'`,
  '@ipld/dag-cbor with @ipld/dag-json': `
    export * as cbor from '@ipld/dag-cbor'
    export * as json from '@ipld/dag-json'`,
  '@storacha/capabilities/provider': `export * from '@storacha/capabilities/provider'`,
}

async function sizeOf(source: string): Promise<number> {
  const { code } = await bundle(source)
  return gzipSync(code, { level: 9 }).length
}

const sizes: Record<string, { bytes: number; budget?: number }> = {}

afterAll(() => console.table(sizes))

describe('a bundle, minified and gzipped', () => {
  it.each(Object.entries(BUDGETS))('of %s has at most %i bytes', async (module, budget) => {
    const bytes = await sizeOf(`export * from '${module}'`)
    sizes[module] = { bytes, budget }
    expect(bytes).toBeLessThanOrEqual(budget)
  })

  it.each(Object.entries(OTHERS))('of %s is measured for comparison', async (name, source) => {
    const bytes = await sizeOf(source)
    sizes[name] = { bytes }
    // A failed bundle would be smaller.
    expect(bytes).toBeGreaterThan(4000)
  })
})
