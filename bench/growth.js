/** Measures how time and allocated memory grow with the size of a value, and writes both to docs/benchmarks.md. */
import { measure } from 'mitata'
import { CID } from 'multiformats/cid'
import { customer, s3 } from '@fil-forge/libforge'
import { writeSection } from './report.js'
import { addArguments, authorizeOK, Random, withLinks } from './values.js'

if (typeof globalThis.gc !== 'function')
  throw new Error('expected node --expose-gc: run npm run bench:growth')

const random = new Random(1)
const base = addArguments(random)
const characters = { ASCII: 'a', emoji: '😀' }

const rows = []
for (const entries of [1, 16, 256, 4096]) {
  const details = Object.fromEntries(
    Array.from({ length: entries }, (_, i) => [`key_${(i * 2654435761) % 2 ** 32}`, `value ${i}`]),
  )
  const value = { ...base, details }
  rows.push(
    ...(await measured(`details, ${entries} entries`, entries, customer.AddArguments, value)),
  )
}
for (const accessKeys of [1, 16, 256]) {
  const value = withLinks(authorizeOK(random, accessKeys), (cid) => CID.parse(cid))
  rows.push(
    ...(await measured(
      `AuthorizeOK, ${accessKeys} access keys`,
      accessKeys,
      s3.request.AuthorizeOK,
      value,
    )),
  )
}
for (const [name, character] of Object.entries(characters)) {
  for (const size of [64, 512, 8192]) {
    const string = character.repeat(size / new TextEncoder().encode(character).length)
    const value = { ...base, details: {}, externalAccount: string }
    rows.push(
      ...(await measured(`string, ${size} bytes ${name}`, size, customer.AddArguments, value)),
    )
  }
}

const table = [
  '| value | format | encode ns | decode ns | encode bytes | decode bytes |',
  '| --- | --- | ---: | ---: | ---: | ---: |',
  ...rows.map((cells) => `| ${cells.join(' | ')} |`),
].join('\n')
console.log(table)
writeSection('growth', table)

/** Returns a table row for each format: nanoseconds and allocated bytes, divided by `count`. */
async function measured(name, count, type, value) {
  const lines = []
  for (const format of ['cbor', 'json']) {
    const { encode, decode } = type[format]
    const bytes = encode(value)
    const cells = [
      await time(() => encode(value)),
      await time(() => decode(bytes)),
      allocated(() => encode(value)),
      allocated(() => decode(bytes)),
    ]
    lines.push([name, format, ...cells.map((cell) => (cell / count).toFixed(1))])
  }
  return lines
}

async function time(run) {
  const { p50 } = await measure(run, { min_cpu_time: 100e6, inner_gc: false })
  return p50
}

/** Returns the mean growth of the heap and of the buffers per run, in bytes. Memory that V8 frees during the runs is not counted. */
function allocated(run) {
  const runs = 200
  for (let i = 0; i < 20; i++) run()
  const kept = []
  globalThis.gc()
  const before = process.memoryUsage()
  for (let i = 0; i < runs; i++) kept.push(run())
  const after = process.memoryUsage()
  const bytes = after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers
  // Uses `kept`, so that the results are not collected before the measurement.
  return kept.length === runs ? bytes / runs : 0
}
