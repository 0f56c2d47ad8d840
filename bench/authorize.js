/**
 * Measures `/customer/add`, and writes two tables to docs/benchmarks.md. The first
 * compares the time to authorize with that of the signature checks, and the time of a
 * whole request with that of its signatures and hashes. The second compares the
 * requests per second with those of peers.
 */
import { cpus } from 'node:os'
import { median } from './measure.js'
import { writeSection } from './report.js'
import { contenders } from './requests.js'

/** The number of measured runs of each contender. Each run has a new invocation. */
const RUNS = 1000
const ROUNDS = 25
/** The minimum warm-up of each contender, in milliseconds. It includes preparing the tokens. */
const WARM_UP = 2000

const measured = []
for (const contender of await contenders()) {
  const start = performance.now()
  let elapsed = 0
  while (elapsed < WARM_UP) {
    await pass(contender.run, await prepared(contender, 20))
    elapsed = performance.now() - start
  }
  measured.push({ ...contender, times: [] })
}

// The contenders take turns, so that other load on the machine affects all of them equally.
for (let round = 0; round < ROUNDS; round++) {
  for (const contender of measured) {
    const inputs = await prepared(contender, RUNS / ROUNDS)
    const start = performance.now()
    await pass(contender.run, inputs)
    contender.times.push((performance.now() - start) / inputs.length)
  }
}

const milliseconds = new Map(measured.map(({ name, times }) => [name, median(times)]))
const own = measured.find(({ isRequest }) => isRequest)
const costs = measured
  .slice(0, measured.indexOf(own) + 1)
  .map(({ name, baseline, goal }) => [
    name,
    baseline === undefined ? '–' : ratio(name, baseline, 2),
    goal ?? '–',
    (milliseconds.get(name) * 1000).toFixed(0),
  ])
const peers = measured
  .filter(({ isRequest }) => isRequest)
  .map(({ name }) => [
    name === own.name ? 'libforge' : name,
    ratio(name, own.name, 1),
    (1000 / milliseconds.get(name)).toFixed(0),
  ])

const text = [
  table(['operation', 'ratio', 'goal', 'µs'], costs),
  table(['implementation', 'libforge ×', 'requests a second'], peers),
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model.trim()}, ${process.platform} ${process.arch}.`,
].join('\n\n')
console.log(text)
writeSection('authorize', text)

/** Prepares the inputs of a pass. This time is not measured. */
async function prepared({ prepare }, count) {
  const inputs = []
  for (let i = 0; i < count; i++) inputs.push(await prepare())
  return inputs
}

async function pass(run, inputs) {
  for (const input of inputs) await run(input)
}

function ratio(name, baseline, digits) {
  return (milliseconds.get(name) / milliseconds.get(baseline)).toFixed(digits)
}

function table([first, ...others], rows) {
  const lines = [[first, ...others], ['---', ...others.map(() => '---:')], ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
