import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Answers, ErrorInfo, Operation, Requests } from './protocol.js'
import { ReferenceFailure, type Reference } from './reference.js'
import { StandIn } from './stand-in.js'

export { ReferenceFailure, type Reference }

const EXECUTABLE = process.platform === 'win32' ? 'reference.exe' : 'reference'
/** The program that `npm run reference:build` builds. */
const PROGRAM = fileURLToPath(new URL(`../../reference/bin/${EXECUTABLE}`, import.meta.url))

/** Starts the Go program if it was built, or else the stand-in. */
export function startReference(): Reference {
  return existsSync(PROGRAM) ? new Program(spawn(PROGRAM)) : new StandIn()
}

/** The functions that settle the promise of a question that was sent. */
interface Waiting {
  readonly resolve: (answer: never) => void
  readonly reject: (reason: Error) => void
}

/** The Go program as a child process. It answers each line with a line, in the same order. */
class Program implements Reference {
  readonly isReal = true
  readonly #process: ChildProcessWithoutNullStreams
  readonly #waiting: Waiting[] = []
  readonly #ended: Promise<void>
  /** The reason why questions are not answered. `undefined` while the program runs. */
  #failure: Error | undefined

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#process = child
    child.stderr.pipe(process.stderr)
    // A write fails if the program has exited. The event `close` then rejects the questions.
    child.stdin.on('error', () => {})
    createInterface({ input: child.stdout }).on('line', (line) => this.#receive(line))
    this.#ended = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        this.#failure = new Error(
          `the Go program exited with ${signal ?? code} before it answered: see its output on standard error`,
        )
        for (const { reject } of this.#waiting.splice(0)) reject(this.#failure)
        resolve()
      })
    })
  }

  ask<Op extends Operation>(op: Op, request: Requests[Op]): Promise<Answers[Op]> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#process.stdin.write(`${JSON.stringify({ op, ...request })}\n`)
    })
  }

  async stop(): Promise<void> {
    this.#process.stdin.end()
    await this.#ended
  }

  #receive(line: string): void {
    const answer = JSON.parse(line) as object
    const { resolve, reject } = this.#waiting.shift()!
    if (isFailure(answer)) reject(new ReferenceFailure(answer.error))
    else resolve(answer as never)
  }
}

/** Returns whether an answer is only an error. The answer for a rejected input also has `accepted`. */
function isFailure(answer: object): answer is { readonly error: ErrorInfo } {
  return 'error' in answer && !('accepted' in answer)
}
