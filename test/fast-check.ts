import * as fc from 'fast-check'

const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const numRuns = process.env['CI'] === 'true' ? 5000 : 1000

/** Time limit for all runs of a property, shrinking included, in milliseconds. */
export const PATIENCE = 180_000

fc.configureGlobal({
  seed,
  numRuns,
  includeErrorInReport: true,
  interruptAfterTimeLimit: PATIENCE,
  markInterruptAsFailure: true,
})
console.log(`properties: ${numRuns} runs each, FC_SEED=${seed}`)

/** Checks that `predicate` throws for none of the values. */
export function holds<T>(values: fc.Arbitrary<T>, predicate: (value: T) => void): void {
  fc.assert(
    fc.property(values, (value) => {
      predicate(value)
    }),
  )
}

/** fast-check, configured with a number of runs and a seed, which is printed. */
export * as fc from 'fast-check'
