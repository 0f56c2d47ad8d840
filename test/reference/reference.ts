import type { Answers, ErrorInfo, Operation, Requests } from './protocol.js'

/**
 * A source of answers about the reference: the Go program, or its stand-in, which has
 * only recorded answers.
 */
export interface Reference {
  /** Whether this is the Go program, not the stand-in. */
  readonly isReal: boolean
  /**
   * Asks one question. Rejects with a {@link ReferenceFailure} if the answer is an error,
   * or if the stand-in has no answer. Rejects with another error if the program exits
   * before it answers. `decode` does not reject for an input that the reference rejects:
   * the answer is then `accepted: false`.
   */
  ask<Op extends Operation>(op: Op, request: Requests[Op]): Promise<Answers[Op]>
  /** Ends the Go program. Does nothing for the stand-in. */
  stop(): Promise<void>
}

/** An error with which the reference or the stand-in answers a question. */
export class ReferenceFailure extends Error {
  override readonly name = 'ReferenceFailure'
  /**
   * The name of the error in the reference. `panic` if the reference panicked,
   * `NotRecorded` if the stand-in has no answer, `undefined` if the error has no name.
   */
  readonly reason: string | undefined

  constructor(error: ErrorInfo) {
    super(error.message)
    this.reason = error.name
  }
}
