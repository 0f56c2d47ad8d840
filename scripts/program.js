// @ts-check
/** The program of `reference/`, asked all its questions at once. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const executable = process.platform === 'win32' ? 'reference.exe' : 'reference'

/** Where `npm run reference:build` puts the program. */
export const PROGRAM = fileURLToPath(new URL(`../reference/bin/${executable}`, import.meta.url))

/**
 * The answers to requests, in their order.
 *
 * @param {readonly object[]} requests
 * @returns {Record<string, any>[]}
 */
export function ask(requests) {
  if (!existsSync(PROGRAM)) throw new Error('the Go program is missing: npm run reference:build')
  const { stdout } = spawnSync(PROGRAM, {
    encoding: 'utf8',
    input: requests.map((request) => `${JSON.stringify(request)}\n`).join(''),
    maxBuffer: 2 ** 30,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = stdout.trimEnd().split('\n')
  if (lines.length !== requests.length) {
    throw new Error(`${lines.length} answers to ${requests.length} requests`)
  }
  return lines.map((line) => JSON.parse(line))
}
