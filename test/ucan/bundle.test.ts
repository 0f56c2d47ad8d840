import { build } from 'esbuild'
import { expect, it } from 'vitest'

/** The modules in a bundle for browsers of one entry of `src`. */
async function modulesOf(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [new URL(`../../src/${entry}`, import.meta.url).pathname],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    write: false,
  })
  return Object.keys(metafile.inputs)
}

const OF_UCAN = /(?:^|\/)src\/ucan\/|\/(?:@ipld\/dag-cbor|cborg|iso-did|iso-signatures)\//

it.each([
  'index.ts',
  'commands/customer/index.ts',
  'commands/provider/index.ts',
  'commands/s3/index.ts',
])('a bundle of %s holds nothing of ucan', async (entry) => {
  const modules = await modulesOf(entry)
  expect(modules.length).toBeGreaterThan(10)
  expect(modules.filter((module) => OF_UCAN.test(module))).toEqual([])
})

it('a bundle of ucan/index.ts holds it, and nothing of Node', async () => {
  const modules = await modulesOf('ucan/index.ts')
  expect(modules.filter((module) => OF_UCAN.test(module))).not.toEqual([])
  expect(modules.filter((module) => module.includes('node:'))).toEqual([])
})
