import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The modules of the built package that a program which says this ends up with. */
async function bundledModules(source: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    external: ['@ucanto/*'],
    metafile: true,
    write: false,
    platform: 'browser',
  })
  const [output] = Object.values(metafile.outputs)
  return Object.entries(output!.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path)
}

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
