/** The reason why a policy does not match a value, whatever its statements say. */
export class Unmatchable {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

/** The steps that the evaluation of a policy may take by default. They take some 50 ms. */
export const STEPS = 2 ** 20

/** Counts the steps of an evaluation: statements, segments of selectors, and the data that they visit. */
export class Budget {
  #left: number

  constructor(steps: number = STEPS) {
    this.#left = steps
  }

  /** Throws `Unmatchable` if too few steps are left. */
  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < 0) throw new Unmatchable('its evaluation takes too many steps')
  }

  /** Counts strings and byte strings of so many characters or bytes. */
  spendLength(length: number): void {
    this.spend(1 + Math.floor(length / 16))
  }
}
