// @ts-check
/** Block coverage, as V8 counts it. */
import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { fileURLToPath } from 'node:url'

/** Matches the URLs of the code whose coverage is counted: the built library, and dependencies with a folder `dist`, such as multiformats. */
const COUNTED = /\/dist\//

/** Measures the coverage of modules that are imported after this object is created, in the same thread. */
export class Coverage {
  #session = new Session()
  /** For the URL of each script: 1 for each character that is marked as reached, else 0. */
  #reached = /** @type {Map<string, Uint8Array>} */ (new Map())

  constructor() {
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /**
   * Returns whether the code executed since the last call includes a block that is not marked as reached.
   *
   * @param {boolean} keep whether to mark the new blocks as reached
   */
  isNew(keep) {
    let found = false
    for (const { url, functions } of this.#take()) {
      const before = this.#reachedOf(url)
      const now = executedCharacters(before.length, functions)
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
    this.#session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error) throw error
      scripts = taken.result.filter(({ url }) => COUNTED.test(url))
    })
    return scripts
  }

  /** The percentage of characters that are marked as reached, in the scripts executed so far. */
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
 * Returns an array with 1 for each executed character of a script, and 0 for each other
 * character. V8 lists outer functions and blocks before inner ones, so the count of the
 * innermost block decides.
 *
 * @param {number} size
 * @param {readonly import('node:inspector').Profiler.FunctionCoverage[]} functions
 */
function executedCharacters(size, functions) {
  const executed = new Uint8Array(size)
  for (const { ranges } of functions) {
    for (const { startOffset, endOffset, count } of ranges) {
      executed.fill(count > 0 ? 1 : 0, startOffset, endOffset)
    }
  }
  return executed
}
