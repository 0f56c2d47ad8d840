import { describe, expect, test } from 'vitest'
import { bundle } from '../bundle.js'

/** For each tested namespace, a string that only its code contains. */
const MARKS = { customer: '/customer/add', provider: '/provider/add', s3: '/s3/request/authorize' }
/** A string that only the code of `/ucanto` contains. */
const UCANTO_MARK = 'expected the value that the delegation fixes'

describe('a bundle', () => {
  test.for([
    ['customer', 'customer.add'],
    ['provider', 'provider.add'],
    ['s3', 's3.request.authorize'],
  ] as const)('that uses %s has no code of the other tested namespaces', async ([name, used]) => {
    const { code, modules } = await bundle(
      `import { ${name} } from '@fil-forge/libforge/ucanto'; console.log(${used})`,
    )
    expect(code.includes(UCANTO_MARK)).toBe(true)
    expect(Object.entries(MARKS).filter(([, mark]) => code.includes(mark))).toEqual([
      [name, MARKS[name]],
    ])
    const others = Object.keys(MARKS).filter((other) => other !== name)
    const ofOthers = (path: string) => others.some((other) => path.includes(`/${other}/`))
    expect(modules).toContain(`dist/commands/${name}/index.js`)
    expect(modules.filter(ofOthers)).toEqual([])
  })

  test('of the root entry point has no code of ucanto', async () => {
    const { code, modules } = await bundle(`export * from '@fil-forge/libforge'`)
    expect(modules).toContain('dist/commands/customer/index.js')
    expect(modules.filter((path) => path.includes('ucanto'))).toEqual([])
    expect(code.includes(UCANTO_MARK)).toBe(false)
  })
})
