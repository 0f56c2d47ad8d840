import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../', import.meta.url)
const page = readFileSync(new URL('SECURITY.md', root), 'utf8')

/** Each test that the page names, with its file. */
const named = [...page.matchAll(/`(test\/[^`]+)`: ((?:"[^"]+"(?:, )?)+)/g)].flatMap(
  ([, file, names]) => [...names!.matchAll(/"([^"]+)"/g)].map(([, name]) => [file!, name!]),
)

it('SECURITY.md names a test for every promise', () => {
  const promises = page.split('\n').filter((line) => /^\| [A-Z`]/.test(line))
  expect(promises.length).toBeGreaterThan(15)
  expect(promises.filter((line) => !line.includes('`test/'))).toEqual([])
})

it.each(named)('SECURITY.md names what stands in %s: %s', (file, name) => {
  expect(readFileSync(new URL(file!, root), 'utf8')).toContain(name)
})
