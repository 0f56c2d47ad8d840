import { readFile, readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { bundledModules } from './bundled-modules.js'

describe('a bundle', () => {
  it.each(['@fil-forge/libforge', '@fil-forge/libforge/customer'])(
    'that uses customer from %s holds nothing of s3, and no multiformats',
    async (entry) => {
      const source =
        entry === '@fil-forge/libforge'
          ? `import { customer } from '${entry}'; console.log(customer.add)`
          : `import { add } from '${entry}'; console.log(add)`
      const modules = await bundledModules(source)
      expect(modules).toContain('dist/commands/customer/add.js')
      expect(modules.filter((path) => /\/s3\/|\/provider\/|multiformats/.test(path))).toEqual([])
    },
  )

  it('that names a failure, or asks what permissions are for, holds no codec', async () => {
    const source = `import { CustomerExists } from '@fil-forge/libforge/customer'
      import { commandsFor, Permission } from '@fil-forge/libforge/s3'
      console.log(CustomerExists, commandsFor(Permission))`
    expect(await bundledModules(source)).toEqual([
      'dist/commands/customer/failure-name.js',
      'dist/commands/s3/commands-for.js',
      'dist/commands/s3/permission.js',
      '<stdin>',
    ])
  })

  it('that imports everything and uses nothing is empty', async () => {
    expect(await bundledModules(`import * as everything from '@fil-forge/libforge'`)).toEqual([])
  })
})

describe('the source', () => {
  it('of the codec imports nothing of the commands', async () => {
    const files = await readdir(new URL('../src/codec', import.meta.url), { recursive: true })
    const sources = files.filter((file) => file.endsWith('.ts'))
    expect(sources.length).toBeGreaterThan(20)
    const importing = await Promise.all(
      sources.map(async (file) => {
        const source = await readFile(new URL(`../src/codec/${file}`, import.meta.url), 'utf8')
        return source.includes('commands/') ? [file] : []
      }),
    )
    expect(importing.flat()).toEqual([])
  })
})
