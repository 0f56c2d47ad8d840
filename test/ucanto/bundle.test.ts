import { expect, test } from 'vitest'
import { bundledModules } from '../bundled-modules.js'

test.for([
  ['customer', 'customer.add', 'dist/ucanto/customer.js', /\/(?:provider|s3)\b/],
  ['provider', 'provider.add', 'dist/ucanto/provider.js', /\/(?:customer|s3)\b/],
  ['s3', 's3.request.authorize', 'dist/ucanto/s3/request.js', /\/(?:customer|provider)\b/],
] as const)('a bundle that uses %s holds no other namespace', async ([name, used, own, others]) => {
  const modules = await bundledModules(
    `import { ${name} } from '@fil-forge/libforge/ucanto'; console.log(${used})`,
  )
  expect(modules).toContain(own)
  expect(modules.filter((path) => others.test(path))).toEqual([])
})

test('a bundle of the root holds nothing of ucanto', async () => {
  const modules = await bundledModules(`export * from '@fil-forge/libforge'`)
  expect(modules).toContain('dist/commands/customer/add.js')
  expect(modules.filter((path) => path.includes('ucanto'))).toEqual([])
})
