import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../', import.meta.url)
const page = readFileSync(new URL('SECURITY.md', root), 'utf8')
const promises = [...page.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number))
/** The rows of the table of tests. A row has the number of a promise and the tests of the promise. */
const rows = [...page.matchAll(/^\| +(\d+) \| (.*?) *\|$/gm)]
const tests = rows.flatMap(([, , cell]) =>
  [...cell!.matchAll(/`(test\/[^`]+)`: ((?:"[^"]+"(?:, )?)+)/g)].flatMap(([, file, titles]) =>
    [...titles!.matchAll(/"([^"]+)"/g)].map(([, title]) => [file!, title!] as const),
  ),
)

describe('SECURITY.md', () => {
  it('has tests for every promise', () => {
    expect(promises.length).toBeGreaterThan(15)
    expect(rows.map(([, number]) => Number(number))).toEqual(promises)
    expect(rows.filter(([, , cell]) => !cell!.includes('`test/'))).toEqual([])
  })

  it.each(tests)('quotes a title in %s', (file, title) => {
    expect(readFileSync(new URL(file, root), 'utf8')).toContain(title)
  })
})
