// @ts-check
/** Runs the Go program of `reference/`. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const executable = process.platform === 'win32' ? 'reference.exe' : 'reference'

/** The path of the program, which `npm run reference:build` builds. */
export const PROGRAM = fileURLToPath(new URL(`../reference/bin/${executable}`, import.meta.url))

/**
 * Sends all requests to the program at once, and returns the answers in the same order.
 *
 * @param {readonly object[]} requests
 * @returns {Record<string, any>[]}
 */
export function ask(requests) {
  if (!existsSync(PROGRAM)) throw new Error('missing Go program: run npm run reference:build')
  const { stdout, error } = spawnSync(PROGRAM, {
    encoding: 'utf8',
    input: requests.map((request) => `${JSON.stringify(request)}\n`).join(''),
    maxBuffer: 2 ** 30,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (error !== undefined) throw error
  const lines = stdout === '' ? [] : stdout.trimEnd().split('\n')
  if (lines.length !== requests.length) {
    throw new Error(
      `the Go program of reference/: expected ${requests.length} answers, received ${lines.length}`,
    )
  }
  return lines.map((line) => JSON.parse(line))
}
