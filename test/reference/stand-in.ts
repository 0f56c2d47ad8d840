import { FILES, questionsOf, recordedTypes, rowsOf } from '../../scripts/recorded.js'
import { ReferenceFailure, type Reference } from './reference.js'
import type { Answers, Operation, Requests } from './protocol.js'

/**
 * Replaces the Go program where it can't be built, so that the code of the tests
 * runs everywhere. Answers only questions whose answers the fixtures recorded.
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
        message: 'the fixtures have no answer to this question',
      })
    }
    return answer as Answers[Op]
  }

  async stop(): Promise<void> {}
}

function keyOf(op: string, request: object): string {
  return JSON.stringify([op, Object.entries(request).sort()])
}
