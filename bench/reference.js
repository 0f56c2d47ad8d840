/**
 * Measures the Go codecs of the reference and the codecs of this library with the
 * same values, and writes the results to docs/benchmarks.md.
 */
import { cpus } from 'node:os'
import { do_not_optimize } from 'mitata'
import { ask } from '../scripts/program.js'
import { median, tableOf } from './measure.js'
import { operations, samples, VALUES } from './peers.js'
import { writeSection } from './report.js'

const ROUNDS = 7
/** The minimum duration of a measurement, in milliseconds. Equals `benchTime` in reference/bench.go. */
const TIME = 100

const measured = operations.map(({ name, run }) => ({ name, run, own: [], go: [] }))
const requests = samples.flatMap(({ name, type, values }) =>
  ['cbor', 'json'].map((format) => ({
    name: `${format.toUpperCase()} ${name}`,
    request: {
      op: 'bench',
      type: goName(type.name),
      format,
      inputs: values.map((value) => Buffer.from(type[format].encode(value)).toString('hex')),
    },
  })),
)
let version

for (const { run } of measured) {
  // Warm-up, so that the code is compiled before the first round.
  for (let i = 0; i < 5; i++) nanosecondsOf(run)
}
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, request } of requests) {
    const [answer] = ask([request])
    if ('error' in answer) throw new Error(answer.error.message)
    version = answer.go
    for (const direction of ['encode', 'decode']) {
      const { run, own, go } = measured.find((one) => one.name === `${name} ${direction}`)
      go.push(answer[direction])
      own.push(nanosecondsOf(run))
    }
  }
}

const rows = measured.map(({ name, own, go }) => ({
  name,
  ratios: { 'libforge in Go': median(go) / median(own) },
  microseconds: median(own) / 1000,
}))
const table = tableOf(rows)
console.log(table)
const where = `${version.replace('go', 'Go ')}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model.trim()}, ${process.platform} ${process.arch}.`
writeSection('reference', `${table}\n\n${where}`)

/** Returns the name of a type in the reference, such as `s3/request.AuthorizeOK`. */
function goName(name) {
  return name.replace(/\.(?=.*\.)/g, '/')
}

/** Measures a function that encodes or decodes all values. Returns the mean time per value, in nanoseconds. */
function nanosecondsOf(run) {
  const start = performance.now()
  let passes = 0
  let elapsed = 0
  while (elapsed < TIME) {
    do_not_optimize(run())
    passes++
    elapsed = performance.now() - start
  }
  return (elapsed * 1e6) / (passes * VALUES)
}
