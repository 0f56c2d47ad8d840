// @ts-check
/**
 * Runs the three example programs together, each in its own process, and prints
 * their output: `npm run example`.
 *
 * - `upload-service`: keeps the customers of the Forge storage network, and what
 *   they pay for
 * - `hilt`: keeps the tenants of Fil One, and registers them as customers
 * - `console`: shows a tenant, as the web application of Fil One does
 *
 * It also takes the part of the operators: it passes the DID of a program to the
 * service that it uses, and passes back the container that the service grants.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const DID = /did:key:\w+/
const URL_OF_A_SERVER = /http:\S+/
const GRANT = /^C\S+$/

class Program {
  #name
  #child
  #lines

  /**
   * @param {string} name
   * @param {string[]} args
   */
  constructor(name, ...args) {
    const file = fileURLToPath(new URL(`${name}.js`, import.meta.url))
    this.#name = name
    this.#child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  async #line() {
    const { done, value } = await this.#lines.next()
    if (done) return undefined
    console.log(`${this.#name.padEnd(14)} | ${value}`.trimEnd())
    return value
  }

  /**
   * Waits until the program prints a match, and returns the match.
   *
   * @param {RegExp} pattern
   */
  async printed(pattern) {
    for (let line = await this.#line(); line !== undefined; line = await this.#line()) {
      const found = pattern.exec(line)?.[0]
      if (found !== undefined) return found
    }
    throw new Error(`${this.#name} exited before it printed ${pattern}`)
  }

  /**
   * Writes a line to the program's input.
   *
   * @param {string} line
   */
  write(line) {
    this.#child.stdin.write(`${line}\n`)
  }

  /** Waits until the program exits, and returns its exit code. */
  async end() {
    const exit = once(this.#child, 'exit')
    while ((await this.#line()) !== undefined);
    return (await exit)[0]
  }

  stop() {
    this.#child.kill()
  }
}

const upload = new Program('upload-service')
/** @type {Program[]} */
const programs = [upload]

try {
  const uploadURL = await upload.printed(URL_OF_A_SERVER)

  const hilt = new Program('hilt', uploadURL)
  programs.push(hilt)
  upload.write(await hilt.printed(DID))
  hilt.write(await upload.printed(GRANT))
  const hiltURL = await hilt.printed(/(?<=^listens at ).*/)

  const console_ = new Program('console', hiltURL)
  programs.push(console_)
  hilt.write(await console_.printed(DID))
  console_.write(await hilt.printed(GRANT))
  process.exitCode = await console_.end()
} finally {
  for (const program of programs) program.stop()
}
