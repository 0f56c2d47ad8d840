// @ts-check
/** Fuzzes one target. `run.js` starts this module in a thread, and terminates the thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { Coverage } from './coverage.js'
import { mutated, oneOf } from './mutations.js'
import { targetsOf } from './targets.js'

/** The number of mutated inputs that run before the coverage is measured. Measuring is slow. */
const BATCH = 256

/**
 * `run.js` documents `state`. `running` starts with the bytes of the input that is being checked.
 *
 * @type {{ target: string, seeds: Uint8Array[], state: Int32Array, running: Uint8Array }}
 */
const { target, seeds, state, running } = workerData
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort)

const coverage = new Coverage()
// Imported here, because V8 counts no blocks of functions that ran before `coverage` was created.
const { libforge, ucan, http } = await import('./built.js')
coverage.isNew(true)
const { check } = /** @type {import('./targets.js').Target} */ (
  (await targetsOf(libforge, ucan, http)).find(({ name }) => name === target)
)

/** @type {Uint8Array[]} */
const corpus = []
const outcomes = new Set()
/** The messages of the findings. This thread reports each message once. */
const reported = new Set()

/**
 * Checks an input, and reports a new finding. Returns whether the outcome is new.
 *
 * @param {Uint8Array} input
 */
async function run(input) {
  running.set(input)
  Atomics.store(state, 1, input.length)
  Atomics.add(state, 0, 1)
  let outcome
  try {
    outcome = await check(input)
  } catch (error) {
    outcome = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    if (!reported.has(outcome)) port.postMessage({ finding: outcome, input })
    reported.add(outcome)
  }
  Atomics.store(state, 1, -1)
  const isNew = !outcomes.has(outcome)
  outcomes.add(outcome)
  return isNew
}

/**
 * Keeps the inputs that reach new code. Finds them by bisection.
 *
 * @param {readonly Uint8Array[]} inputs all inputs that ran since the last measurement
 */
async function keepNew(inputs) {
  const reached = coverage.isNew(inputs.length === 1)
  if (!reached) return
  if (inputs.length === 1) {
    keep(/** @type {Uint8Array} */ (inputs[0]))
    return
  }
  const middle = inputs.length >> 1
  for (const half of [inputs.slice(0, middle), inputs.slice(middle)]) {
    for (const input of half) await run(input)
    await keepNew(half)
  }
}

/** @param {Uint8Array} input */
function keep(input) {
  corpus.push(input)
  port.postMessage({ kept: input, size: corpus.length, percent: coverage.percent })
}

for (const seed of seeds) {
  await run(seed)
  if (coverage.isNew(true)) corpus.push(seed)
}
if (corpus.length === 0) corpus.push(...seeds)
port.postMessage({ size: corpus.length, percent: coverage.percent })

for (;;) {
  const batch = Array.from({ length: BATCH }, () => mutated(oneOf(corpus), oneOf(corpus)))
  const withNewOutcome = []
  for (const input of batch) if (await run(input)) withNewOutcome.push(input)
  await keepNew(batch)
  for (const input of withNewOutcome) if (!corpus.includes(input)) keep(input)
}
