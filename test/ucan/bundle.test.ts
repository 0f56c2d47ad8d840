import { expect, it } from 'vitest'
import { bundledModules } from '../bundled-modules.js'

const OF_UCAN = /\/ucan\/|\/(?:@ipld\/dag-cbor|cborg|iso-did|iso-signatures)\//

it.each(['', '/customer', '/provider', '/s3'])(
  'a bundle of all in @fil-forge/libforge%s holds nothing of ucan',
  async (entry) => {
    const modules = await bundledModules(`export * from '@fil-forge/libforge${entry}'`)
    expect(modules.length).toBeGreaterThan(10)
    expect(modules.filter((module) => OF_UCAN.test(module))).toEqual([])
  },
)

it('a bundle of ucan holds it, and nothing of Node', async () => {
  const modules = await bundledModules(`export * from '@fil-forge/libforge/ucan'`)
  expect(modules.filter((module) => OF_UCAN.test(module))).not.toEqual([])
  expect(modules.filter((module) => module.includes('node:'))).toEqual([])
})
