// @ts-check
/**
 * Runs the three programs together, each a process of its own, and prints what
 * they say of what crossed the wire: `npm run example`. It does what their
 * operators would do: it carries the DID of one to the next, and back what that
 * one grants it.
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
   * The next thing like this that it prints.
   *
   * @param {RegExp} like
   */
  async says(like) {
    for (let line = await this.#line(); line !== undefined; line = await this.#line()) {
      const found = like.exec(line)?.[0]
      if (found !== undefined) return found
    }
    throw new Error(`${this.#name} ended before it said ${like}`)
  }

  /** @param {string} line */
  tell(line) {
    this.#child.stdin.write(`${line}\n`)
  }

  /** Prints the rest of what it says, and returns its exit code. */
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
  const uploadURL = await upload.says(URL_OF_A_SERVER)

  const hilt = new Program('hilt', uploadURL)
  programs.push(hilt)
  upload.tell(await hilt.says(DID))
  hilt.tell(await upload.says(GRANT))
  const hiltURL = await hilt.says(/(?<=^listens at ).*/)

  const console_ = new Program('console', hiltURL)
  programs.push(console_)
  hilt.tell(await console_.says(DID))
  console_.tell(await hilt.says(GRANT))
  process.exitCode = await console_.end()
} finally {
  for (const program of programs) program.stop()
}
