import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { bundle } from './bundle.js'
import { namespaces } from './schema-of.js'

/**
 * The maximum sizes of entries with all exports and dependencies, minified and
 * gzipped, in bytes. Lower a budget when the entry shrinks. Raise a budget only for new features.
 */
const BUDGETS = {
  '@fil-forge/libforge/commands/customer': 9500,
  '@fil-forge/libforge/codec': 15_700,
  '@fil-forge/libforge': 22_500,
}

/**
 * The maximum difference between a measured and a documented size, in kB. The order of
 * modules can differ between builds of the same source, which changes the gzipped size.
 */
const VARIATION = 0.15

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

/** The entry points for types and commands. */
const ENTRIES = [
  '@fil-forge/libforge',
  '@fil-forge/libforge/codec',
  ...namespaces.map(([name]) => `@fil-forge/libforge/commands/${name}`),
]

const sizes: Record<string, { bytes: number; budget?: number }> = {}

afterAll(() => console.table(sizes))

describe('a bundle, minified and gzipped', () => {
  it.each(Object.entries(BUDGETS))('of %s has at most %i bytes', async (module, budget) => {
    const bytes = await sizeOf(`export * from '${module}'`)
    sizes[module] = { bytes, budget }
    expect(bytes).toBeLessThanOrEqual(budget)
  })

  it('of each entry for types and commands has the size in docs/benchmarks.md', async () => {
    const page = await readFile(new URL('../docs/benchmarks.md', import.meta.url), 'utf8')
    const width = Math.max(...ENTRIES.map((entry) => entry.length)) + 2
    const rows: string[] = []
    for (const entry of ENTRIES) {
      const measured = (await sizeOf(`export * from '${entry}'`)) / 1000
      const name = `\`${entry}\``.padEnd(width)
      const documented = page.split(`| ${name} | `)[1]?.slice(0, 4)
      const isCurrent = Math.abs(Number(documented) - measured) <= VARIATION
      rows.push(`| ${name} | ${isCurrent ? documented : measured.toFixed(1).padStart(4)} |`)
    }
    const section = /(<!-- sizes -->\n)[^]*?(<!-- \/sizes -->)/
    expect(page).toMatch(section)
    const header = [`| ${'entry'.padEnd(width)} |   kB |`, `| ${'-'.repeat(width)} | ---: |`]
    const table = [...header, ...rows].join('\n')
    const current = page.replace(section, (_, open, close) => `${open}\n${table}\n\n${close}`)
    await expect(current).toMatchFileSnapshot('../docs/benchmarks.md')
  }, 60_000)

  it.each(Object.entries(OTHERS))(
    'of %s, for comparison, has more than 4000 bytes',
    async (name, source) => {
      const bytes = await sizeOf(source)
      sizes[name] = { bytes }
      // A bundle without the code of the module would be smaller.
      expect(bytes).toBeGreaterThan(4000)
    },
  )
})
