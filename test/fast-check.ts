import * as fc from 'fast-check'

const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** The default number of random values for a property. The properties of about 100 types then take minutes in total. */
const numRuns = 1000

/** The time limit of a property, with all its runs and shrinking, in milliseconds. */
export const PROPERTY_TIMEOUT = 180_000

fc.configureGlobal({
  seed,
  numRuns,
  includeErrorInReport: true,
  interruptAfterTimeLimit: PROPERTY_TIMEOUT,
  markInterruptAsFailure: true,
})
console.log(`properties: ${numRuns} runs by default, FC_SEED=${seed}`)

/** Checks random values. Fails if `check` throws for one of them. */
export function holds<T>(values: fc.Arbitrary<T>, check: (value: T) => void): void {
  fc.assert(
    fc.property(values, (value) => {
      check(value)
    }),
  )
}

/** fast-check, configured as above. */
export * as fc from 'fast-check'
