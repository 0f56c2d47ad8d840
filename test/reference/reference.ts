import type { Answers, ErrorInfo, Operation, Requests } from './protocol.js'

/** The Go program that answers questions about the reference, or its stand-in. */
export interface Reference {
  /** Whether this is the Go program. False for the stand-in. */
  readonly isReal: boolean
  /**
   * Asks one question. Rejects with a {@link ReferenceFailure} if the answer is an error
   * or was not recorded, and with another error if the program exits.
   */
  ask<Op extends Operation>(op: Op, request: Requests[Op]): Promise<Answers[Op]>
  /** Ends the Go program. Does nothing for the stand-in. */
  stop(): Promise<void>
}

/** An error with which the reference or the stand-in answers a question. */
export class ReferenceFailure extends Error {
  override readonly name = 'ReferenceFailure'
  /** The name of the error in the reference, if any. `NotRecorded` if the stand-in has no answer. */
  readonly reason: string | undefined

  constructor(error: ErrorInfo) {
    super(error.message)
    this.reason = error.name
  }
}
