// @ts-check
/**
 * `npm run fuzz -- [seconds] [target …]`: fuzzes the built library, one target
 * after the other for `seconds` each, guided by coverage. Inputs of at most 1,024
 * bytes that reach new code or have a new outcome are added to the corpus. Exits
 * with 1 if there are findings.
 */
import { Worker } from 'node:worker_threads'
import { http, libforge, ucan } from './built.js'
import { LONGEST } from './mutations.js'
import { addToCorpus, seedsOf } from './seeds.js'
import { targetsOf } from './targets.js'

/** The default time for each target, in seconds. */
const SECONDS = 300
/** The time limit of an input, in milliseconds. */
const TIME_LIMIT = 1000
/** The number of times that an input must exceed the time limit to be a finding. A single case may be due to a busy machine. */
const REPETITIONS = 3

const [seconds = SECONDS] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number)
const selected = process.argv.slice(2).filter((word) => !/^\d+$/.test(word))
const names = (await targetsOf(libforge, ucan, http)).map(({ name }) => name)
const unknown = selected.find((name) => !names.includes(name))
if (unknown !== undefined)
  throw new Error(`unknown target ${unknown}: expected one of ${names.join(', ')}`)

for (const name of selected.length > 0 ? selected : names) {
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
  const all = await seedsOf(target, libforge, ucan)
  const seeds = all.filter(({ length }) => length <= LONGEST)
  const end = Date.now() + seconds * 1000
  /** The number of times that each input exceeded the time limit. */
  const slow = /** @type {Map<string, number>} */ (new Map())
  while (Date.now() < end) {
    /** The number of executions, and the length of the input that is being checked: -1 for none. */
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
    remove(seeds, stuck)
    // The next worker checks the seeds in order, so it starts with this input.
    if (times < REPETITIONS) seeds.unshift(new Uint8Array(Buffer.from(stuck, 'hex')))
    else {
      remove(kept, stuck)
      findings.push(`exceeds ${TIME_LIMIT} ms\n  ${stuck}`)
    }
  }
  return { ...figures, kept, findings }
}

/**
 * Removes the first input with this hex.
 *
 * @param {Uint8Array[]} inputs
 * @param {string} hex
 */
function remove(inputs, hex) {
  const index = inputs.findIndex((input) => toHex(input) === hex)
  if (index >= 0) inputs.splice(index, 1)
}

/**
 * Waits until the time `end`, or until an input exceeds the time limit. Returns this input
 * in hex, or `undefined` at the end.
 *
 * @param {Int32Array} state
 * @param {Uint8Array} running
 * @param {number} end in milliseconds since 1970
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
    } else if (Date.now() - since > TIME_LIMIT) return toHex(running.slice(0, length))
  }
  return undefined
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Buffer.from(bytes).toString('hex')
}
