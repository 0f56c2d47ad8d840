import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { DID } from '../../src/index.js'
import { repositoryPath } from '../inspector/program.js'

/** A running example program. Disposing it stops the program. */
export class Program implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>
  readonly #closed: Promise<unknown>
  readonly #lines: AsyncIterator<string>
  stderr = ''

  /** Starts `examples/${name}.ts` on any free port. The program is stopped after 120 seconds. */
  constructor(name: string, env: Record<string, string>, ...args: string[]) {
    const file = repositoryPath(`examples/${name}.ts`)
    this.#child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
      cwd: repositoryPath('.'),
      // A test must not add records to a database that the user has configured.
      env: { ...process.env, PORT: '0', DATABASE_URL: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
    })
    this.#closed = once(this.#child, 'close')
    this.#child.stderr.on('data', (chunk) => (this.stderr += String(chunk)))
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  /** Waits until the program prints a matching line, and returns the groups of the match. Rejects if the program exits first. */
  async line(pattern: RegExp): Promise<string[]> {
    for (;;) {
      const { done, value } = await this.#lines.next()
      if (done) {
        await this.#closed
        throw new Error(`the program exited before it printed ${pattern}: ${this.stderr}`)
      }
      const match = pattern.exec(value)
      if (match !== null) return [...match].slice(1)
    }
  }

  /** Waits until a service listens, and returns its DID and URL. */
  async listening(): Promise<{ did: DID; url: string }> {
    const [did, url] = await this.line(/(did:key:\S+) at (http:\S+)$/)
    return { did: did as DID, url: url! }
  }

  /** Ends the program at once, as a crash would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill()
    await this.#closed
  }
}
