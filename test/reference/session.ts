import * as fc from 'fast-check'
import { afterAll, type TestContext } from 'vitest'
import { count } from './counts.js'
import { startReference, type Reference } from './program.js'

/**
 * The default number of random cases for each property, such as: the library and the
 * reference agree on the damaged inputs of one type in one format.
 */
export const CASES = Number(process.env['REFERENCE_CASES'] ?? 100)
/** The seed of all random cases. */
export const SEED = Number(process.env['REFERENCE_SEED'])

/**
 * Starts the Go program. If the program was not built, starts the stand-in, which replays
 * recorded answers. Prints which one runs, and stops it after the tests of the file.
 */
export function startSession(): Reference {
  const reference = startReference()
  count(`test files run with ${reference.isReal ? 'the Go program' : 'the stand-in'}`, 1)
  console.log(
    reference.isReal
      ? `using the Go program: REFERENCE_CASES=${CASES}, REFERENCE_SEED=${SEED}`
      : 'using the stand-in: only recorded answers are compared, no random cases',
  )
  afterAll(() => reference.stop())
  return reference
}

/** Skips a test if only the stand-in is available. The stand-in answers only recorded questions. */
export function needsGo(reference: Reference, context: TestContext): void {
  if (reference.isReal) return
  count('tests not run: the stand-in has no answers for them', 1)
  context.skip('needs the Go program: npm run reference:build')
}

/** Checks a property of random values, and counts the cases. Throws an error with the seed if the property fails. */
export async function holds<T>(
  what: string,
  values: fc.Arbitrary<T>,
  check: (value: T) => Promise<void>,
  cases: number = CASES,
): Promise<void> {
  const { failed, numRuns, errorInstance, counterexamplePath } = await fc.check(
    fc.asyncProperty(values, check),
    { numRuns: cases, seed: SEED, endOnFailure: process.env['REFERENCE_SHRINK'] === 'no' },
  )
  count(what, numRuns)
  if (!failed) return
  // The counterexample is not printed, because it may be very long. The seed reproduces it.
  const { message } = errorInstance as Error
  throw new Error(
    `case ${numRuns}, REFERENCE_SEED=${SEED}, path ${counterexamplePath}: ${message}`,
    { cause: errorInstance },
  )
}
