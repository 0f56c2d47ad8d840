import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { programOf } from '../inspector/program.js'

/** A running example program. Disposing it stops the program. */
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

  /** Waits until the program prints a matching line, and returns the line. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const { done, value } = await this.#lines.next()
      if (done) {
        await this.#closed
        throw new Error(`the program exited before it printed ${pattern}: ${this.stderr}`)
      }
      if (pattern.test(value)) return value
    }
  }

  /** Writes a line to the program, and returns the next line that it prints. */
  async answer(line: string): Promise<string> {
    this.#child.stdin.write(`${line}\n`)
    return await this.line(/./)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill()
    await this.#closed
  }
}
