import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const page = read('docs/compatibility.md')
const binaries = dependenciesIn('test/runtimes/binaries/package.json', 'dependencies')
const peers = dependenciesIn('package.json', 'peerDependencies')

it.each(
  [...read('reference/go.mod').matchAll(/(github\.com\/fil-forge\/\w+) (v\S+)/g)].map(
    ([, module = '', version = '']) => [module, version] as const,
  ),
)('docs/compatibility.md has the pinned version of %s', (module, version) => {
  expect(page).toMatch(new RegExp(`\`${module}\` +\\| \`${version}\``))
})

it.each(Object.entries(binaries))(
  'docs/compatibility.md has the tested version of %s',
  (_name, spec) => {
    expect(page).toContain(`| ${spec.split('@').at(-1)} `)
  },
)

it.each(Object.entries(peers))(
  'docs/compatibility.md has the major version of the peer %s',
  (name, range) => {
    expect(page).toContain(`\`${name}\` ${/\d+/.exec(range)![0]}`)
  },
)

it('docs/compatibility.md has the versions of TypeScript that are tested', () => {
  const [, list] = /^const VERSIONS = \[(.*)\]$/m.exec(read('scripts/typescript-versions.js'))!
  const rows = [...page.matchAll(/^\| (\d\.\d) /gm)].map(([, version]) => `'${version}'`)
  expect(rows.join(', ')).toBe(list)
})

function read(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
}

function dependenciesIn(file: string, key: string): Record<string, string> {
  return (JSON.parse(read(file)) as Record<string, Record<string, string>>)[key]!
}
