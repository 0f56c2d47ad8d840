import { describe, expect, it } from 'vitest'
import { bundle } from './bundle.js'
import { commands } from './fixtures.js'
import { namespaces } from './schema-of.js'

/** The names of the argument and result types of each namespace's commands, without types of other namespaces. */
const MARKS = Object.fromEntries(
  namespaces.map(([name]) => [
    name,
    [...commands.values()]
      .flatMap((command) => [command.arguments.name, command.ok.name])
      .filter((type) => type.startsWith(`${name}.`)),
  ]),
)

describe('a bundle', () => {
  it.each(Object.keys(MARKS))('of %s has no other namespace', async (name) => {
    for (const source of [
      `import { ${name} } from '@fil-forge/libforge'; console.log(${name})`,
      `import * as ${name} from '@fil-forge/libforge/commands/${name}'; console.log(${name})`,
    ]) {
      const { code } = await bundle(source)
      const found = Object.keys(MARKS).filter((namespace) =>
        MARKS[namespace]!.some((type) => code.includes(`"${type}"`)),
      )
      expect(found).toEqual([name])
    }
  })

  it('of customer has no multiformats', async () => {
    const { modules } = await bundle(`export * from '@fil-forge/libforge/commands/customer'`)
    expect(modules.length).toBeGreaterThan(1)
    expect(modules.filter((path) => path.includes('multiformats'))).toEqual([])
  })

  it('of failure names and permissions has no codec, and fewer than 3,000 characters', async () => {
    const { code } = await bundle(`
      import { failures } from '@fil-forge/libforge/commands/customer'
      import { commandsForPermissions, permissions } from '@fil-forge/libforge/commands/s3'
      console.log(failures.CustomerExists, commandsForPermissions(permissions))`)
    expect(code.includes('CustomerExists')).toBe(true)
    expect(code.length).toBeLessThan(3000)
  })

  it('that imports the root entry and uses nothing is empty', async () => {
    const { code } = await bundle(`import * as everything from '@fil-forge/libforge'`)
    expect(code.length).toBe(0)
  })
})
