import type { Data } from '../ucan/data.js'
import type { Delegation } from '../ucan/delegation.js'
import { Budget, Unmatchable } from '../ucan/policy/budget.js'
import { firstMismatch } from '../ucan/policy/match.js'
import type { Policy, Statement } from '../ucan/policy/policy.js'
import { select } from '../ucan/policy/select.js'
import { parseSelector } from '../ucan/policy/selector.js'
import { dataWords, statementWords } from './policy-words.js'

/** The first statement of a policy that is not true, and the value that the statement tests. */
export interface MismatchDescription {
  /** The position of the statement in the policy, from 1. */
  readonly statement: number
  /** The statement, in words. For a false `and`, the first false statement in it that is not an `and`. */
  readonly expected: string
  /** The selector of the value. `undefined` if the statement has none, or can't be evaluated. */
  readonly selector: string | undefined
  /** The value, in words. `undefined` if the arguments have no such value, or if there is no selector. */
  readonly received: string | undefined
  /** The whole mismatch, as a sentence without a period. */
  readonly words: string
}

/** Describes the first statement of a policy that arguments do not match. Returns `undefined` if they match the policy. */
export function mismatchOf(
  { policy }: Pick<Delegation, 'policy'>,
  args: Data,
): MismatchDescription | undefined {
  const mismatch = firstMismatch(policy, args)
  if (mismatch === undefined) return undefined
  const statement = mismatch.index + 1
  const outer = policy[mismatch.index]!
  if (mismatch.reason !== undefined) {
    const expected = statementWords(outer)
    const words = `statement ${statement} (${expected}) can't be evaluated: ${mismatch.reason}`
    return { statement, expected, selector: undefined, received: undefined, words }
  }
  const failing = innermost(outer, args)
  const expected = statementWords(failing)
  const selector = selectorOf(failing)
  const received = selector === undefined ? undefined : selectedWords(selector, args)
  const contrast =
    selector === undefined
      ? failing[0] === 'not'
        ? 'but the statement within "not" is true'
        : 'but none of these statements is true'
      : received === undefined
        ? `but the arguments have no ${selector}`
        : `but ${isQuantifier(failing) ? selector : 'it'} is ${received}`
  const words = `statement ${statement} requires that ${expected}, ${contrast}`
  return { statement, expected, selector, received, words }
}

function isQuantifier([operator]: Statement): boolean {
  return operator === 'all' || operator === 'any'
}

/** Returns the first false statement that is not an `and`: the given statement, or one within it. */
function innermost(statement: Statement, args: Data): Statement {
  if (statement[0] !== 'and') return statement
  const failing = statement[1].find((one) => fails([one], args))
  return failing === undefined ? statement : innermost(failing, args)
}

function fails(policy: Policy, args: Data): boolean {
  return firstMismatch(policy, args) !== undefined
}

function selectorOf(statement: Statement): string | undefined {
  switch (statement[0]) {
    case 'and':
    case 'or':
    case 'not':
      return undefined
    default:
      return statement[1]
  }
}

function selectedWords(selector: string, args: Data): string | undefined {
  try {
    const selected = select(parseSelector(selector), args, new Budget())
    return selected === undefined ? undefined : dataWords(selected)
  } catch (error) {
    if (error instanceof Unmatchable) return undefined
    throw error
  }
}
