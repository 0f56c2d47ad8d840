import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The environment variable with the path of the counts file. Test files run in separate processes, and all append to this file. */
const VARIABLE = 'REFERENCE_COUNTS'

/** Adds `cases` to the total named `what`. The totals are printed after all tests. */
export function count(what: string, cases: number): void {
  const file = process.env[VARIABLE]
  if (file !== undefined) appendFileSync(file, `${JSON.stringify([what, cases])}\n`)
}

/** Creates the counts file before all tests, and chooses a seed unless `REFERENCE_SEED` is set. The returned function prints the totals. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'libforge-reference-'))
  const file = join(folder, 'counts')
  appendFileSync(file, '')
  process.env[VARIABLE] = file
  // All test files use one seed, so that one value of REFERENCE_SEED repeats each failure.
  process.env['REFERENCE_SEED'] ??= String(Math.floor(Math.random() * 2 ** 31))
  return () => {
    const totals = new Map<string, number>()
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const [what, cases] = JSON.parse(line) as [string, number]
      totals.set(what, (totals.get(what) ?? 0) + cases)
    }
    rmSync(folder, { recursive: true })
    for (const [what, cases] of totals) console.log(`${String(cases).padStart(9)} ${what}`)
  }
}
