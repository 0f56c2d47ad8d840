import { readFileSync, writeFileSync } from 'node:fs'

const report = new URL('../docs/benchmarks.md', import.meta.url)

/** Returns the text between `<!-- name -->` and `<!-- /name -->` in the report. */
export function readSection(name) {
  const text = readFileSync(report, 'utf8')
  return new RegExp(`<!-- ${name} -->\\n([^]*?)<!-- /${name} -->`).exec(text)[1]
}

/** Replaces the text that {@link readSection} returns. */
export function writeSection(name, text) {
  const before = readFileSync(report, 'utf8')
  const after = before.replace(
    new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`),
    (_, open, close) => `${open}\n${text}\n\n${close}`,
  )
  writeFileSync(report, after)
}
