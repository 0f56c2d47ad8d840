import { readFileSync, writeFileSync } from 'node:fs'

/** The page that has the tables of all benchmarks. */
export const report = new URL('../docs/benchmarks.md', import.meta.url)

/** Replaces the text between the comments of a section. */
export function writeSection(name, text) {
  const before = readFileSync(report, 'utf8')
  const after = before.replace(
    new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`),
    (_, open, close) => `${open}\n${text}\n\n${close}`,
  )
  writeFileSync(report, after)
}
