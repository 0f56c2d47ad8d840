/**
 * Measures each operation, in this library and in every peer that supports it. A ratio
 * is the time of a peer divided by the time of this library. Writes the ratios, and the
 * times of this library, to docs/benchmarks.md.
 *
 * With `--check`, compares the ratios with those in docs/benchmarks.md instead. Exits
 * with 1 if a ratio is below three quarters of the recorded ratio, or has no recorded
 * ratio. With `--browser`, measures in Chromium instead of Node.
 */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { CHROMIUM } from '../scripts/chromium.js'
import { measureAll, tableOf } from './measure.js'
import { readSection, writeSection } from './report.js'

/** The smallest fraction of a recorded ratio that `--check` accepts. */
const MIN_FRACTION = 0.75
const PEERS = [
  '@ipld/dag-cbor',
  'dag-cbor-9',
  '@ipld/dag-json',
  '@atcute/cbor',
  'cbor-x',
  '@ucanto/validator',
]

const { check, browser } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
  },
}).values

const { results, where } = browser
  ? await inChromium()
  : { results: measureAll(), where: machine() }
const section = browser ? 'chromium' : 'ratios'
const table = tableOf(results)
console.log(table)

if (check) {
  const regressions = regressionsIn(results, readSection(section))
  for (const line of regressions) console.error(line)
  process.exitCode = regressions.length > 0 ? 1 : 0
} else {
  writeSection(section, `${table}\n\n${where}`)
}

/** Measures in a browser, which has no Buffer. */
async function inChromium() {
  const { outputFiles } = await build({
    stdin: {
      contents: "import { measureAll } from './measure.js'; globalThis.measureAll = measureAll",
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    // mitata imports these modules only in functions that are not called here.
    external: ['bun:*', 'node:*'],
    write: false,
  })
  const instance = await chromium.launch(CHROMIUM)
  try {
    const page = await instance.newPage()
    await page.addScriptTag({ type: 'module', content: outputFiles[0].text })
    await page.waitForFunction(() => 'measureAll' in globalThis)
    return {
      results: await page.evaluate(() => globalThis.measureAll()),
      where: `Chromium ${instance.version()} on the same machine, by \`npm run bench -- --browser\`.`,
    }
  } finally {
    await instance.close()
  }
}

function regressionsIn(rows, report) {
  const [header, , ...lines] = report
    .match(/(?:^\|.*\n)+/m)[0]
    .trim()
    .split('\n')
    .map(cellsOf)
  const recorded = new Map(lines.map(([name, ...cells]) => [name, cells]))
  return rows.flatMap(({ name, ratios }) =>
    Object.entries(ratios).flatMap(([peer, ratio]) => {
      const before = Number(recorded.get(name)?.[header.indexOf(`${peer} ×`) - 1])
      if (Number.isNaN(before))
        return [
          `${name}: no recorded ratio for ${peer}: run the same command without --check to record it`,
        ]
      const limit = before * MIN_FRACTION
      return ratio < limit
        ? [
            `${name}: expected a ratio for ${peer} of at least ${limit.toFixed(2)}, received ${ratio.toFixed(2)}`,
          ]
        : []
    }),
  )
}

function cellsOf(line) {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

function machine() {
  const [{ model }] = cpus()
  const peers = PEERS.map((name) => {
    const path = new URL(`../node_modules/${name}/package.json`, import.meta.url)
    return `${name} ${JSON.parse(readFileSync(path, 'utf8')).version}`
  })
  return `Node ${process.versions.node}, V8 ${process.versions.v8}, ${cpus().length} × ${model.trim()}, ${process.platform} ${process.arch}; ${peers.join(', ')}.`
}
