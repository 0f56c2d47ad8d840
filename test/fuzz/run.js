// @ts-check
/**
 * `npm run fuzz -- [seconds] [target …]`: fuzzes the built library, guided by
 * its coverage, one target after the other. What reaches further than the
 * corpus did is added to it. Ends with 1 where something was found.
 */
import { Worker } from 'node:worker_threads'
import { libforge, ucan } from './built.js'
import { LONGEST } from './mutations.js'
import { addToCorpus, seedsOf } from './seeds.js'
import { targetsOf, typesOf } from './targets.js'

/** Seconds a target, where no argument tells. */
const SECONDS = 300
/** Milliseconds after which an input has taken too long. */
const SOON = 1000
/** How often an input must have taken too long to be a finding: a busy machine may stop any. */
const TIMES = 3

const [seconds = SECONDS] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number)
const asked = process.argv.slice(2).filter((word) => !/^\d+$/.test(word))
const names = targetsOf(libforge, ucan).map(({ name }) => name)
const types = typesOf(libforge).map(({ name }) => name)
const unknown = asked.find((name) => !names.includes(name))
if (unknown !== undefined) throw new Error(`no target is called ${unknown}: ${names.join(', ')}`)

for (const name of asked.length > 0 ? asked : names) {
  const { executions, size, percent, kept, findings } = await fuzz(name)
  addToCorpus(name, kept)
  console.log(
    `${name}: ${executions} executions in ${seconds} s, ${size} inputs kept (${kept.length} of them new), ` +
      `${percent.toFixed(1)} % of the code reached, ${findings.length} findings`,
  )
  for (const finding of findings) console.log(`  ${finding}`)
  if (findings.length > 0) process.exitCode = 1
}

/** @param {string} target */
async function fuzz(target) {
  const figures = { executions: 0, size: 0, percent: 0 }
  /** @type {Uint8Array[]} */
  const kept = []
  /** @type {string[]} */
  const findings = []
  const seeds = seedsOf(target, types).filter(({ length }) => length <= LONGEST)
  const end = Date.now() + seconds * 1000
  /** Inputs that took too long, and how often. */
  const slow = /** @type {Map<string, number>} */ (new Map())
  while (Date.now() < end) {
    const state = new Int32Array(new SharedArrayBuffer(8))
    const running = new Uint8Array(new SharedArrayBuffer(LONGEST))
    state[1] = -1
    const worker = new Worker(new URL('worker.js', import.meta.url), {
      workerData: { target, seeds: [...seeds, ...kept], state, running },
    })
    const failed = new Promise((_resolve, reject) => worker.once('error', reject))
    worker.on('message', ({ finding, kept: input, ...rest }) => {
      if (finding !== undefined) findings.push(`${finding}\n  ${toHex(rest.input)}`)
      else Object.assign(figures, rest)
      if (input !== undefined) kept.push(input)
    })
    const stuck = await Promise.race([watch(state, running, end), failed])
    await worker.terminate()
    figures.executions += /** @type {number} */ (state[0])
    if (stuck === undefined) continue
    const times = (slow.get(stuck) ?? 0) + 1
    slow.set(stuck, times)
    // It comes first in the next worker.
    if (times < TIMES) seeds.unshift(new Uint8Array(Buffer.from(stuck, 'hex')))
    else findings.push(`takes over ${SOON} ms\n  ${stuck}`)
  }
  return { ...figures, kept, findings }
}

/**
 * Waits until the end, or until an input takes too long, which it returns.
 *
 * @param {Int32Array} state
 * @param {Uint8Array} running
 * @param {number} end
 */
async function watch(state, running, end) {
  let since = Date.now()
  let seen = -1
  while (Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    const count = Atomics.load(state, 0)
    const length = Atomics.load(state, 1)
    if (count !== seen || length < 0) {
      seen = count
      since = Date.now()
    } else if (Date.now() - since > SOON) return toHex(running.slice(0, length))
  }
  return undefined
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Buffer.from(bytes).toString('hex')
}
