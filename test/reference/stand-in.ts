import { FILES, questionsOf, recordedTypes, rowsOf } from '../../scripts/recorded.js'
import { ReferenceFailure, type Reference } from './reference.js'
import type { Answers, Operation, Requests } from './protocol.js'

/**
 * A replacement for the Go program in `reference/`. Tests use the stand-in if the program was not built, so
 * that the tests of recorded answers need no Go. The stand-in answers only the questions
 * whose answers are in the `.jsonl` files of `fixtures/` and in `reference/types.json`.
 */
export class StandIn implements Reference {
  readonly isReal = false
  readonly #answers = new Map<string, object>()

  constructor() {
    this.#answers.set(keyOf('types', {}), recordedTypes() ?? {})
    for (const file of FILES) {
      for (const { op, request, answer, notes } of questionsOf(file, rowsOf(file))) {
        const key = keyOf(op, request)
        // An input may be in several files, and each records a part of the answer.
        this.#answers.set(key, { ...this.#answers.get(key), ...answer, ...notes })
      }
    }
  }

  async ask<Op extends Operation>(op: Op, request: Requests[Op]): Promise<Answers[Op]> {
    const answer = this.#answers.get(keyOf(op, request))
    if (answer === undefined) {
      throw new ReferenceFailure({
        name: 'NotRecorded',
        message:
          'no recorded answer to this question: build the Go program with npm run reference:build',
      })
    }
    return answer as Answers[Op]
  }

  async stop(): Promise<void> {}
}

function keyOf(op: string, request: object): string {
  return JSON.stringify([op, Object.entries(request).sort()])
}
