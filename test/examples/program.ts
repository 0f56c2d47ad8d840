import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { programOf } from '../inspector/program.js'

/** A program of the examples that runs until it is stopped. */
export class Program implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #closed: Promise<unknown>
  readonly #lines: AsyncIterator<string>
  stderr = ''

  constructor(name: string, ...args: string[]) {
    this.#child = spawn(process.execPath, [programOf(`examples/${name}.js`), ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: 60_000,
    })
    this.#closed = once(this.#child, 'close')
    this.#child.stderr.on('data', (chunk) => (this.stderr += String(chunk)))
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  /** The next line like this that it prints. */
  async line(like: RegExp): Promise<string> {
    for (;;) {
      const { done, value } = await this.#lines.next()
      if (done) {
        await this.#closed
        throw new Error(`it ended before it printed ${like}: ${this.stderr}`)
      }
      if (like.test(value)) return value
    }
  }

  /** What it prints next, once it was told this. */
  async answer(line: string): Promise<string> {
    this.#child.stdin.write(`${line}\n`)
    return await this.line(/./)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill()
    await this.#closed
  }
}
