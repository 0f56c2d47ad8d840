/**
 * Measures each operation against every peer that can do it, and writes the
 * ratios to docs/benchmarks.md. With `--check` it compares them with those that
 * stand there, and fails where one fell below three quarters.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measure } from 'mitata'
import { operations, versions } from './peers.js'

/** Times that each is measured, in turn with its peers: what the machine does beside it then hits all alike. */
const ROUNDS = 7
const KEPT = 0.75

const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values
const report = new URL('../docs/benchmarks.md', import.meta.url)

warmUp()
const results = []
for (const operation of operations) results.push(await compare(operation))
const table = format(results)
console.log(table)

if (check) {
  const fallen = below(results, readFileSync(report, 'utf8'))
  for (const line of fallen) console.error(line)
  process.exitCode = fallen.length > 0 ? 1 : 0
} else {
  writeSection('ratios', `${table}\n\n${machine()}`)
}

/** Every codec sees every value before anything is measured, as in a program that uses more than one type. */
function warmUp() {
  for (let round = 0; round < 3; round++) {
    for (const { run, peers } of operations) {
      for (const each of [run, ...Object.values(peers)]) for (let i = 0; i < 2000; i++) each()
    }
  }
}

/** The median time of an operation, and of the same by its peers, as multiples of it. */
async function compare({ name, run, peers }) {
  const times = Object.fromEntries(['libforge', ...Object.keys(peers)].map((who) => [who, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [who, each] of Object.entries({ libforge: run, ...peers })) {
      const { p50 } = await measure(each, { min_cpu_time: 60e6, inner_gc: false })
      times[who].push(p50)
    }
  }
  const own = median(times.libforge)
  const ratios = Object.fromEntries(
    Object.keys(peers).map((who) => [who, median(times[who]) / own]),
  )
  return { name, microseconds: own / 1000, ratios }
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
}

function format(rows) {
  const peers = [...new Set(rows.flatMap(({ ratios }) => Object.keys(ratios)))]
  const lines = rows.map(({ name, microseconds, ratios }) => {
    const cells = peers.map((peer) => (peer in ratios ? ratios[peer].toFixed(1) : '–'))
    return `| ${[name, microseconds.toFixed(2), ...cells].join(' | ')} |`
  })
  return [
    `| operation | µs | ${peers.map((peer) => `${peer} ×`).join(' | ')} |`,
    `| ${['---', ...peers.map(() => '---:'), '---:'].join(' | ')} |`,
    ...lines,
  ].join('\n')
}

/** What fell below three quarters of the ratios in the report. */
function below(rows, text) {
  const [header, , ...lines] = text
    .match(/(?:^\|.*\n)+/m)[0]
    .trim()
    .split('\n')
    .map(cellsOf)
  const written = new Map(lines.map(([name, ...cells]) => [name, cells]))
  return rows.flatMap(({ name, ratios }) =>
    Object.entries(ratios).flatMap(([peer, ratio]) => {
      const before = Number(written.get(name)?.[header.indexOf(`${peer} ×`) - 1])
      if (Number.isNaN(before)) return [`${name}: the report has no ratio for ${peer}`]
      return ratio < before * KEPT ? [`${name}: ${peer} × ${ratio.toFixed(1)}, was ${before}`] : []
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
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `Node ${process.versions.node}, V8 ${process.versions.v8}, ${cpus().length} × ${model.trim()}, ${process.platform} ${process.arch}; ${peers.join(', ')}.`
}

/** Puts text between the two comments of a section. */
function writeSection(name, text) {
  const before = readFileSync(report, 'utf8')
  const after = before.replace(
    new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`),
    (_, open, close) => `${open}\n${text}\n\n${close}`,
  )
  writeFileSync(report, after)
}
