import type { Answers, ErrorInfo, Operation, Requests } from './protocol.js'

/** A program that answers questions about the reference. */
export interface Reference {
  /** Whether this is the Go program. False for the stand-in. */
  readonly isReal: boolean
  /**
   * Asks one question. Rejects with a {@link ReferenceFailure} if the answer is
   * an error.
   */
  ask<Op extends Operation>(op: Op, request: Requests[Op]): Promise<Answers[Op]>
  /** Ends the program. */
  stop(): Promise<void>
}

/** An error that the reference answered with. */
export class ReferenceFailure extends Error {
  override readonly name = 'ReferenceFailure'
  /** The name of the error in the reference, if it has one. */
  readonly reason: string | undefined

  constructor(error: ErrorInfo) {
    super(error.message)
    this.reason = error.name
  }
}
