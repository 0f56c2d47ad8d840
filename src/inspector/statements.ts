import type { Data } from '../ucan/data.js'
import { Budget, STEPS, Unmatchable } from '../ucan/policy/budget.js'
import { firstMismatch } from '../ucan/policy/match.js'
import type { Policy, Statement } from '../ucan/policy/policy.js'
import { isDataList, isDataMap, select } from '../ucan/policy/select.js'
import { parseSelector } from '../ucan/policy/selector.js'

/** The maximum number of items of a list or map whose results are returned for `all` or `any`. */
const MAX_ITEMS = 20
/** The limit of steps for all evaluations of one policy, as a multiple of the limit for one evaluation. */
const EVALUATIONS = 4

/** The result of one statement of a policy. */
export interface StatementResult {
  readonly statement: Statement
  /**
   * `unmatchable` if the statement can't be evaluated, or if too few steps are left. A policy
   * does not match if its evaluation reaches a statement that can't be evaluated, even within
   * `not`.
   */
  readonly verdict: 'true' | 'false' | 'unmatchable'
  /** Why the statement is unmatchable. `undefined` for other verdicts. */
  readonly reason: string | undefined
  /**
   * The selector and the value that it selects. `value` is `undefined` if the selector
   * selects nothing. `selected` is `undefined` if the statement has no selector, or if
   * `select` throws `Unmatchable`.
   */
  readonly selected: { readonly selector: string; readonly value: Data | undefined } | undefined
  /**
   * The results of the statements within `and`, `or` or `not`. For `all` or `any`, the
   * results of the nested statement on each of the first 20 items. Otherwise empty.
   */
  readonly nested: readonly NestedResult[]
}

export interface NestedResult extends StatementResult {
  /** The key or index of the item that the statement of `all` or `any` is evaluated on. `undefined` within other statements. */
  readonly item: string | number | undefined
}

/**
 * Evaluates every statement of a valid policy, and the nested statements. All evaluations
 * share one budget of steps. Once the budget is spent, all further statements are
 * `unmatchable`, although the policy itself may match.
 */
export function statementResults(policy: Policy, value: Data): StatementResult[] {
  const budget = new Budget(STEPS * EVALUATIONS)
  return policy.map((statement) => resultOf(statement, value, budget))
}

function resultOf(statement: Statement, value: Data, budget: Budget): StatementResult {
  const mismatch = firstMismatch([statement], value, budget)
  return {
    statement,
    verdict:
      mismatch === undefined ? 'true' : mismatch.reason === undefined ? 'false' : 'unmatchable',
    reason: mismatch?.reason,
    ...partsOf(statement, value, budget),
  }
}

function partsOf(
  statement: Statement,
  value: Data,
  budget: Budget,
): Pick<StatementResult, 'selected' | 'nested'> {
  const nestedOn = (one: Statement, on: Data, item?: string | number) => ({
    ...resultOf(one, on, budget),
    item,
  })
  switch (statement[0]) {
    case 'and':
    case 'or':
      return { selected: undefined, nested: statement[1].map((one) => nestedOn(one, value)) }
    case 'not':
      return { selected: undefined, nested: [nestedOn(statement[1], value)] }
    case 'all':
    case 'any': {
      const selected = selectedBy(statement[1], value, budget)
      return {
        selected,
        nested: itemsOf(selected?.value).map(([key, item]) => nestedOn(statement[2], item, key)),
      }
    }
    default:
      return { selected: selectedBy(statement[1], value, budget), nested: [] }
  }
}

function selectedBy(selector: string, value: Data, budget: Budget): StatementResult['selected'] {
  try {
    return { selector, value: select(parseSelector(selector), value, budget) }
  } catch (error) {
    if (error instanceof Unmatchable) return undefined
    throw error
  }
}

function itemsOf(value: Data | undefined): Array<readonly [string | number, Data]> {
  if (value === undefined) return []
  if (isDataList(value)) return value.slice(0, MAX_ITEMS).map((item, index) => [index, item])
  return isDataMap(value) ? Object.entries(value).slice(0, MAX_ITEMS) : []
}
