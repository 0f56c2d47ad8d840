import { describe, expect, it } from 'vitest'
import { statementResults, type StatementResult } from '../../src/inspector/statements.js'
import type { Policy } from '../../src/ucan/index.js'

type Result = readonly [verdict: string, selected: unknown, nested: readonly Result[]]

function short({ verdict, selected, nested }: StatementResult): Result {
  return [verdict, selected?.value, nested.map((one) => short(one))]
}

function resultsOf(policy: Policy, value: Parameters<typeof statementResults>[1]): Result[] {
  return statementResults(policy, value).map((one) => short(one))
}

describe('statementResults', () => {
  it('evaluates every statement, including those after a false statement', () => {
    const policy: Policy = [
      ['==', '.a', 1],
      ['<', '.b', 2],
      ['like', '.c', 'x*'],
    ]
    expect(resultsOf(policy, { a: 2, b: 1 })).toEqual([
      ['false', 2, []],
      ['true', 1, []],
      ['false', undefined, []],
    ])
  })

  it('returns the results of the statements within `and`, `or` and `not`', () => {
    const policy: Policy = [
      [
        'or',
        [
          ['==', '.a', 1],
          ['not', ['==', '.b', 2]],
        ],
      ],
      [
        'and',
        [
          ['==', '.a', 1],
          ['==', '.b', 2],
        ],
      ],
    ]
    expect(resultsOf(policy, { a: 1, b: 2 })).toEqual([
      [
        'true',
        undefined,
        [
          ['true', 1, []],
          ['false', undefined, [['true', 2, []]]],
        ],
      ],
      [
        'true',
        undefined,
        [
          ['true', 1, []],
          ['true', 2, []],
        ],
      ],
    ])
  })

  it('returns the index of each list item, and the key of each map entry', () => {
    const policy: Policy = [
      ['all', '.l', ['>', '.', 1]],
      ['any', '.m', ['==', '.', 'x']],
    ]
    const [list, map] = statementResults(policy, { l: [2, 1], m: { k: 'x' } })
    expect(list!.nested.map(({ item, verdict }) => [item, verdict])).toEqual([
      [0, 'true'],
      [1, 'false'],
    ])
    expect(map!.nested.map(({ item, verdict }) => [item, verdict])).toEqual([['k', 'true']])
  })

  it('returns the results of at most 20 items', () => {
    const policy: Policy = [['all', '.', ['==', '.', 1]]]
    const [all] = statementResults(
      policy,
      Array.from({ length: 21 }, () => 1),
    )
    expect([all!.verdict, all!.nested.length]).toEqual(['true', 20])
  })

  it('returns the reason why a statement is unmatchable', () => {
    const [result] = statementResults([['==', '.l[].name', 1]], { l: [{ name: 1 }] })
    expect(result!.verdict).toBe('unmatchable')
    expect(result!.reason).toBe('its selector continues after []')
  })

  it('returns `unmatchable` once the evaluations together take too many steps', () => {
    const policy: Policy = Array.from({ length: 1000 }, () => ['all', '.', ['!=', '.', 'x']])
    const value = Array.from({ length: 60_000 }, () => 'a')
    const results = statementResults(policy, value)
    expect(results.at(-1)!.reason).toBe('its evaluation takes too many steps')
  })
})
