// @ts-check
/** How much of the code is reached, as V8 counts it: block by block. */
import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { fileURLToPath } from 'node:url'

/** The code that counts: this library's, built. */
const COUNTED = /\/dist\/(?:codec|commands|ucan)\//

/** Counts in the thread that makes it, from then on: import what is to be counted after that. */
export class Coverage {
  #session = new Session()
  /** For each script, by its address, which of its characters belong to a block that was reached. */
  #reached = /** @type {Map<string, Uint8Array>} */ (new Map())

  constructor() {
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** Forgets what was reached since the last call. */
  skip() {
    this.#take()
  }

  /**
   * Whether anything was reached, since the last call of any kind, that never was before.
   *
   * @param {boolean} keep whether to add it to what was reached before
   */
  isNew(keep) {
    let found = false
    for (const { url, functions } of this.#take()) {
      const before = this.#reachedOf(url)
      const now = painted(before.length, functions)
      for (let i = 0; i < now.length; i++) {
        if (now[i] !== 1 || before[i] === 1) continue
        if (!keep) return true
        found = true
        before[i] = 1
      }
    }
    return found
  }

  /** @param {string} url */
  #reachedOf(url) {
    let reached = this.#reached.get(url)
    if (reached === undefined) {
      reached = new Uint8Array(readFileSync(fileURLToPath(url), 'utf8').length)
      this.#reached.set(url, reached)
    }
    return reached
  }

  #take() {
    /** @type {import('node:inspector').Profiler.ScriptCoverage[]} */
    let scripts = []
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error
      scripts = result.filter(({ url }) => COUNTED.test(url))
    })
    return scripts
  }

  /** How many characters of the code were reached, in percent. */
  get percent() {
    let reached = 0
    let all = 0
    for (const script of this.#reached.values()) {
      all += script.length
      for (const character of script) reached += character
    }
    return (100 * reached) / all
  }
}

/**
 * Which characters of a script were run: its functions come with the outer
 * first, and their blocks likewise.
 *
 * @param {number} size
 * @param {readonly import('node:inspector').Profiler.FunctionCoverage[]} functions
 */
function painted(size, functions) {
  const run = new Uint8Array(size)
  for (const { ranges } of functions) {
    for (const { startOffset, endOffset, count } of ranges) {
      run.fill(count > 0 ? 1 : 0, startOffset, endOffset)
    }
  }
  return run
}
