/** The exception for a statement that can't be evaluated. The policy then does not match, even if the statement is within a `not`. */
export class Unmatchable {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

/** The default limit of steps in an evaluation. This number of steps takes about 50 ms. */
export const STEPS = 2 ** 20

/**
 * Counts the steps of an evaluation, such as compiled and evaluated statements, segments
 * of selectors, and visited data.
 */
export class Budget {
  #left: number

  constructor(steps: number = STEPS) {
    this.#left = steps
  }

  /** Counts steps. Throws `Unmatchable` if too few steps are left, or the limit is `NaN`. */
  spend(steps: number): void {
    this.#left -= steps
    if (!(this.#left >= 0)) throw new Unmatchable('its evaluation takes too many steps')
  }

  /** Counts the steps to process `length` characters or bytes: one, and one more for every 16. */
  spendLength(length: number): void {
    this.spend(1 + Math.floor(length / 16))
  }
}
