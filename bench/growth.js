/** Measures time and allocation against size, and writes both to docs/benchmarks.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { measure } from 'mitata'
import { CID } from 'multiformats/cid'
import { customer, s3 } from '@fil-forge/libforge'
import { addArguments, authorizeOK } from './values.js'

if (typeof globalThis.gc !== 'function') throw new Error('run it with node --expose-gc')

const report = new URL('../docs/benchmarks.md', import.meta.url)
const texts = { ASCII: 'a', Latin: 'é', CJK: '中', emoji: '😀' }

const rows = []
for (const entries of [1, 4, 16, 64, 256, 1024, 4096]) {
  const details = Object.fromEntries(
    Array.from({ length: entries }, (_, i) => [`key_${(i * 2654435761) % 2 ** 32}`, `value ${i}`]),
  )
  const value = { ...addArguments, details }
  rows.push(
    ...(await measured(`details, ${entries} entries`, entries, customer.AddArguments, value)),
  )
}
for (const accessKeys of [1, 4, 16, 64, 256, 1024]) {
  const value = authorizeOK((text) => CID.parse(text), undefined, accessKeys)
  rows.push(
    ...(await measured(
      `AuthorizeOK, ${accessKeys} access keys`,
      accessKeys,
      s3.request.AuthorizeOK,
      value,
    )),
  )
}
for (const [name, character] of Object.entries(texts)) {
  for (const size of [8, 64, 512, 8192]) {
    const text = character.repeat(size / new TextEncoder().encode(character).length)
    const value = { ...addArguments, details: {}, externalAccount: text }
    rows.push(
      ...(await measured(`text, ${size} bytes ${name}`, size, customer.AddArguments, value)),
    )
  }
}

const table = [
  '| value | format | write ns | read ns | write bytes | read bytes |',
  '| --- | --- | ---: | ---: | ---: | ---: |',
  ...rows.map((cells) => `| ${cells.join(' | ')} |`),
].join('\n')
console.log(table)
writeFileSync(
  report,
  readFileSync(report, 'utf8').replace(
    /(<!-- growth -->\n)[^]*?(<!-- \/growth -->)/,
    (_, open, close) => `${open}\n${table}\n\n${close}`,
  ),
)

/** For each format, time and allocation of one in `count`. */
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

/** Bytes that one run allocates, on the heap and in buffers. */
function allocated(run) {
  const runs = 200
  for (let i = 0; i < 20; i++) run()
  const kept = []
  globalThis.gc()
  const before = process.memoryUsage()
  for (let i = 0; i < runs; i++) kept.push(run())
  const after = process.memoryUsage()
  const bytes = after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers
  return kept.length === runs ? bytes / runs : 0
}
