import { describe, expect, it } from 'vitest'
import { bundle } from '../bundle.js'

/** Matches the paths of the entry `/ucan` and of the `@noble` packages, but not of `commands/ucan`. Shared chunks have other paths, so the tests also search the code for `UCAN_MARK`. */
const UCAN_MODULES = /(?<!commands)\/ucan\/|\/@noble\//
/** The tag of invocations: a string in the code of `/ucan`. */
const UCAN_MARK = 'ucan/inv@1.0.0-rc.1'

describe('a bundle', () => {
  it.each(['', '/codec', '/commands/customer', '/commands/provider', '/commands/s3'])(
    'of @fil-forge/libforge%s has no code of /ucan',
    async (entry) => {
      const { code, modules } = await bundle(`export * from '@fil-forge/libforge${entry}'`)
      expect(modules.length).toBeGreaterThan(1)
      expect(modules.filter((module) => UCAN_MODULES.test(module))).toEqual([])
      expect(code.includes(UCAN_MARK)).toBe(false)
    },
  )

  it('of @fil-forge/libforge/ucan has code of /ucan, and imports no module of Node', async () => {
    const { code, modules } = await bundle(`export * from '@fil-forge/libforge/ucan'`)
    expect(modules.filter((module) => UCAN_MODULES.test(module))).not.toEqual([])
    expect(code.includes(UCAN_MARK)).toBe(true)
    expect(modules.filter((module) => module.includes('node:'))).toEqual([])
    expect(code).not.toMatch(/(?:from|import|require)\W*['"]node:/)
  })
})
