import { readFileSync, writeFileSync } from 'node:fs'

const report = new URL('../docs/benchmarks.md', import.meta.url)

/** Returns the text between the comments of a section. */
export function readSection(name) {
  const text = readFileSync(report, 'utf8')
  return new RegExp(`<!-- ${name} -->\\n([^]*?)<!-- /${name} -->`).exec(text)[1]
}

/** Replaces the text between the comments of a section. */
export function writeSection(name, text) {
  const before = readFileSync(report, 'utf8')
  const after = before.replace(
    new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`),
    (_, open, close) => `${open}\n${text}\n\n${close}`,
  )
  writeFileSync(report, after)
}
