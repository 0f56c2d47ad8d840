import { readFileSync } from 'node:fs'
import * as dagCbor from '@ipld/dag-cbor'
import * as dagJson from '@ipld/dag-json'
import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { decodeArguments } from '../../src/ucan/data.js'
import { matchPolicy, type Data, type Policy, type Statement } from '../../src/ucan/index.js'
import { Budget, Unmatchable } from '../../src/ucan/policy/budget.js'
import { matchGlob, parseGlob, type Glob } from '../../src/ucan/policy/glob.js'
import { Issue } from '../../src/codec/error.js'
import { describeMismatch, firstMismatch } from '../../src/ucan/policy/match.js'
import { policyKind } from '../../src/ucan/policy/policy.js'
import floatRows from '../../fixtures/authorization/policy-floats.json' with { type: 'json' }
import { fc, holds } from '../fast-check.js'
import { errorOf } from '../codec/error-of.js'
import { fromHex } from '../fixtures.js'

/** Parses a DAG-JSON fixture of the UCAN working group. */
function fixtureOf<T>(name: string): T {
  const path = new URL(`../../fixtures/authorization/${name}.json`, import.meta.url)
  return dagJson.parse(readFileSync(path, 'utf8'))
}

interface PolicyRow {
  readonly args: Data
  readonly policies: readonly Policy[]
}

interface SelectorRow {
  readonly name: string
  readonly selector: `.${string}`
  readonly input: Data
  readonly output?: Data
}

const policyRows = fixtureOf<Record<'valid' | 'invalid', readonly PolicyRow[]>>('policy')
const selectorRows =
  fixtureOf<Record<'pass' | 'null' | 'fail', readonly SelectorRow[]>>('selectors')

/**
 * For each policy of `policy-floats.json`, the index of a policy in the first valid row.
 * This is the same policy without the statements that have floats.
 */
const WITHOUT_FLOATS = [0, 2, 3, 4, 5]

/** The names of the selectors that the reference evaluates differently from the fixture, each with the reason for the mismatch. */
const QUIRKS: Readonly<Record<string, string>> = {
  'Optional Iterator': 'its selector continues after []',
  'Bytes Index': 'it selects a byte of a byte string',
}

describe('the policies of the working group', () => {
  const both = (['valid', 'invalid'] as const).flatMap((kind) =>
    policyRows[kind].flatMap(({ args, policies }) =>
      policies.map(
        (policy) => [kind === 'valid' ? 'match' : 'do not match', policy, args] as const,
      ),
    ),
  )

  it('are 25 in total', () => expect(both).toHaveLength(25))

  it.each(both)('%s: policy %#', (verdict, policy, args) => {
    expect(matchPolicy(policy, args)).toBe(verdict === 'match')
    expect(policyKind.cbor.decode(policyKind.cbor.encode(policy))).toEqual(policy)
  })
})

describe('the policies of the working group that have floats', () => {
  const { floats } = floatRows

  it.each(
    floats.map(
      ({ cbor }, i) => [policyRows.valid[0]!.policies[WITHOUT_FLOATS[i]!]!, cbor] as const,
    ),
  )('are rejected only because of floats: %j', (withoutFloats, cbor) => {
    expect(() => policyKind.cbor.decode(fromHex(cbor))).toThrow(
      /^Policy: \[\d\]\[2\]: expected .*, received float/,
    )
    expect(matchPolicy(withoutFloats, policyRows.valid[0]!.args)).toBe(true)
  })

  it('are 5 in total', () => expect(floats).toHaveLength(5))
})

describe('the selectors of the working group', () => {
  it('are 28 in total', () => {
    const { pass, null: optional, fail } = selectorRows
    expect(pass.length + optional.length + fail.length).toBe(28)
  })

  it.each(selectorRows.pass.map((row) => [row.name, row] as const))(
    'select a value, unless the reference differs: %s',
    (name, { selector, input, output }) => {
      const mismatch = firstMismatch([['==', selector, output!]], input)
      const reason = QUIRKS[name]
      expect(mismatch).toEqual(reason === undefined ? undefined : { index: 0, reason })
    },
  )

  it.each(selectorRows.null.map((row) => [row.name, row] as const))(
    'select null: %s',
    (_name, { selector, input }) => {
      expect(matchPolicy([['==', selector, null]], input)).toBe(true)
    },
  )

  it.each(selectorRows.fail.map((row) => [row.name, row] as const))(
    'select nothing: %s',
    (_name, { selector, input, output = null }) => {
      expect(matchPolicy([['==', selector, output]], input)).toBe(false)
      expect(matchPolicy([['!=', selector, output]], input)).toBe(false)
    },
  )
})

const LINK = CID.parse('bafkreifau35r7vi37tvbvfy3hdwvgb4tlflqf7zcdzeujqcjk3rsphiwte')
const OTHER_LINK = CID.parse('bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm')

describe('matchPolicy', () => {
  it.each<[Statement, Data, boolean]>([
    [['==', '.', { a: [1, null, LINK] }], { a: [1, null, LINK] }, true],
    [['==', '.a', Uint8Array.of(1)], { a: Uint8Array.of(1) }, true],
    [['==', '.a', Uint8Array.of(1)], { a: [1] }, false],
    [['==', '.a', LINK], { a: LINK.toString() }, false],
    [['==', '.a', 1n], { a: 1 }, true],
    [['==', '.a', 2n ** 70n], { a: 2n ** 70n }, true],
    [['==', '.a', { b: 1 }], { a: { b: 1, c: 1 } }, false],
    [['==', '.a', { b: 1 }], { a: { c: 1 } }, false],
    [['==', '.toString?', null], {}, true],
    [['!=', '.constructor', 1], {}, false],
    [['<', '.a', 2n ** 63n - 1n], { a: 2n ** 63n - 2n }, true],
    [['<=', '.a', 1], { a: 1 }, true],
    [['>', '.a', 1], { a: 1 }, false],
    [['>=', '.a', 1], { a: '1' }, false],
    [['not', ['==', '.a', 1]], {}, true],
    [['not', ['>', '.a', 1]], { a: 'x' }, true],
    [
      [
        'and',
        [
          ['or', []],
          ['not', ['==', '.a', 2]],
        ],
      ],
      { a: 1 },
      true,
    ],
    [['all', '.a', ['>', '.', 0]], { a: [] }, true],
    [['any', '.a', ['>', '.', 0]], { a: [] }, false],
    [['all', '.a', ['any', '.b', ['==', '.', 1]]], { a: [{ b: [0, 1] }, { b: { c: 1 } }] }, true],
    [['any', '.a', ['==', '.', 1]], { a: { x: 0, y: 1 } }, true],
    [['all', '.a', ['==', '.', 1]], { a: 'text' }, false],
    [['all', '.a', ['==', '.', 1]], { a: 1 }, false],
    [['all', '.a', ['==', '.', 1]], { a: LINK }, false],
    [['==', '.a[]', [1, 2]], { a: [1, 2] }, true],
    [['==', '.["a.b"]["c"]', 1], { 'a.b': { c: 1 } }, true],
    [['==', '.a.[-1]?.b?', null], { a: [] }, true],
    [['==', '.a[1:]', 'bc'], { a: 'abc' }, true],
    [['==', '.a[:0]', Uint8Array.of()], { a: Uint8Array.of(1) }, true],
    [['==', '.a', Uint8Array.of(1)], { a: Uint8Array.of(1, 2) }, false],
    [['==', '.a', Uint8Array.of(1)], { a: Uint8Array.of(2) }, false],
    [['==', '.a', [1]], { a: [1, 2] }, false],
    [['==', '.a', [1, 2]], { a: [1, 3] }, false],
    [['==', '.a', { b: 1 }], { a: { b: 2 } }, false],
    [['==', '.a', { b: 1, c: 2 }], { a: { b: 1, c: 3 } }, false],
    [['==', '.a', { b: 1 }], { a: [1] }, false],
    [['==', '.a', [1]], { a: { 0: 1 } }, false],
    [['==', '.a', LINK], { a: CID.parse(LINK.toString()) }, true],
    [['==', '.a', LINK], { a: OTHER_LINK }, false],
    [['==', '.a', LINK], { a: LINK.bytes }, false],
    [['==', '.a', LINK.bytes], { a: LINK }, false],
    [['==', '.a', 'ab'], { a: 'ac' }, false],
    [['==', '.a', 'a'], { a: 'ab' }, false],
    [['==', '.a', 1], { a: true }, false],
    [['==', '.a', true], { a: true }, true],
    [['==', '.a', true], { a: 1 }, false],
    [['==', '.a', null], { a: false }, false],
    [['==', '.a', []], { a: [] }, true],
    [['==', '.a[]', []], { a: [1] }, false],
    [['==', '.a[]', [1]], { a: [] }, false],
    [['==', '.a[0:1]', []], { a: [1] }, false],
    [['==', '.a[]', [1]], { a: { b: 1 } }, true],
    [['==', '.a[]?', null], { a: 1 }, true],
    [['==', '.a[]', 1], { a: 1 }, false],
    [['==', '.a[0]', 'b'], { a: 'bc' }, true],
    [['==', '.a[0]', '\x7f'], { a: '\x7f\0' }, true],
    [['==', '.a[0]?', null], { a: 1 }, true],
    [['==', '.a[0:1]?', null], { a: 1 }, true],
    [['==', '.a[1:2]', [2]], { a: [1, 2, 3] }, true],
    [['==', '.a[10:12]', 'kl'], { a: 'abcdefghijklm' }, true],
    [['==', '.a[1:1]', ''], { a: 'ab' }, true],
    [['==', '.a[2:]', ''], { a: 'ab' }, true],
    [['!=', '.a', 1], { a: 2 }, true],
    [['!=', '.a', 1], { a: 1 }, false],
    [['<', '.a', 1], { a: 0 }, true],
    [['<', '.a', 1], { a: 1 }, false],
    [['<=', '.a', 1], { a: 2 }, false],
    [['>', '.a', 1], { a: 2 }, true],
    [['>=', '.a', 1], { a: 1 }, true],
    [['>=', '.a', 1], { a: 0 }, false],
    [['<', '.a', 1], { a: null }, false],
    [['>', '.a', -1], { a: true }, false],
    [['like', '.a', '*'], { a: 1 }, false],
    [['and', []], {}, true],
    [['or', [['==', '.a', 1]]], { a: 2 }, false],
    [['all', '.a', ['==', '.', 1]], { a: { x: 1, y: 2 } }, false],
    [['all', '.a', ['==', '.', 1]], { a: [2, 1] }, false],
    [['any', '.a', ['==', '.', 1]], { a: [1, 2] }, true],
    [['any', '.a', ['==', '.', 1]], { a: { x: 1, y: 2 } }, true],
    [['any', '.b', ['==', '.', 1]], { a: [1] }, false],
    // The first item decides, so the second is not evaluated.
    [['any', '.a', ['<', '.', 1]], { a: [0, 2n ** 70n] }, true],
  ])('evaluates statement %#', (statement, value, expected) => {
    expect(matchPolicy([statement], value)).toBe(expected)
  })

  it.each<[string, Statement, Data]>([
    ['its selector continues after []', ['!=', '.a[].b', 1], { a: [{ b: 2 }] }],
    ['it selects a slice with a negative bound', ['!=', '.a[-1:]', []], { a: [1] }],
    ['it selects a slice with a negative bound', ['!=', '.a[:-1]', []], { a: [1] }],
    ['it selects a slice that is reversed or beyond the end', ['!=', '.a[0:2]', []], { a: [1] }],
    ['it selects a slice that is reversed or beyond the end', ['!=', '.a[1:0]', []], { a: [1] }],
    [
      'it selects a list with nulls before items of one type',
      ['!=', '.a[1:3]', 'x'],
      { a: [1, null, 2] },
    ],
    ['it selects a byte of a byte string', ['!=', '.a[0]', 'x'], { a: Uint8Array.of(1) }],
    ['it selects a part of a string that is not ASCII', ['!=', '.a[0]', 'x'], { a: 'é' }],
    ['it selects a part of a string that is not ASCII', ['!=', '.a[0:1]', 'x'], { a: 'é' }],
    ['it iterates over a byte string', ['!=', '.a[]', 'x'], { a: Uint8Array.of(1) }],
    [
      'it selects the items of a map, which have no order',
      ['!=', '.a[]', 'x'],
      { a: { b: 1, c: 2 } },
    ],
    [
      'it iterates over items that are null, lists or byte strings',
      ['!=', '.a[]', 'x'],
      { a: [null] },
    ],
    [
      'it iterates over items that are null, lists or byte strings',
      ['!=', '.a[]', 'x'],
      { a: [[1]] },
    ],
    [
      'it compares two empty lists, one of which a slice or [] selects',
      ['==', '.a[]', []],
      { a: [] },
    ],
    ['it compares two empty lists, one of which a slice or [] selects', ['==', '.[]', []], []],
    [
      'it compares two empty lists, one of which a slice or [] selects',
      ['==', '.a.b[]', []],
      { a: { b: [] } },
    ],
    [
      'it compares two empty lists, one of which a slice or [] selects',
      ['==', '.a[0:0]', []],
      { a: [1] },
    ],
    [
      'it tests the items of a byte string',
      ['all', '.a', ['!=', '.', 'x']],
      { a: Uint8Array.of(1) },
    ],
    ['it compares an integer that does not fit in an int64', ['<', '.a', 1], { a: -(2n ** 64n) }],
    [
      'it compares an integer that does not fit in an int64',
      ['any', '.a', ['<', '.', 1]],
      { a: { x: 0, y: 2n ** 63n } },
    ],
    ['it selects a field whose name is empty or has a backslash', ['!=', '.[""]', 1], { '': 2 }],
    [
      'it selects a field whose name is empty or has a backslash',
      ['!=', '.["\\\\"]', 1],
      { '\\': 2 },
    ],
    [
      'it has a pattern with ?, [, {, U+0000, U+FFFD, or a backslash that escapes neither * nor \\',
      ['like', '.a', 'a?'],
      { a: 'ab' },
    ],
    [
      'it has a pattern with ?, [, {, U+0000, U+FFFD, or a backslash that escapes neither * nor \\',
      ['like', '.a', 'a\\b'],
      { a: 'ab' },
    ],
    [
      'it has a pattern with ?, [, {, U+0000, U+FFFD, or a backslash that escapes neither * nor \\',
      ['like', '.a', 'a[b'],
      { a: 'a[b' },
    ],
    [
      'it has a pattern with ?, [, {, U+0000, U+FFFD, or a backslash that escapes neither * nor \\',
      ['like', '.a', 'a{b'],
      { a: 'a{b' },
    ],
    [
      'it has a pattern with ?, [, {, U+0000, U+FFFD, or a backslash that escapes neither * nor \\',
      ['like', '.a', 'a\0'],
      { a: 'a\0' },
    ],
    [
      'it has a pattern with ?, [, {, U+0000, U+FFFD, or a backslash that escapes neither * nor \\',
      ['like', '.a', 'a\uFFFD'],
      { a: 'a\uFFFD' },
    ],
    [
      'the start and the end of its pattern overlap in the string',
      ['like', '.a', 'ab*ba'],
      { a: 'aba' },
    ],
    [
      'it has "any" within "and", "or" or "not"',
      ['and', [['any', '.a', ['==', '.', 1]]]],
      { a: [1] },
    ],
    [
      'it has "all" within "and", "or" or "not"',
      [
        'or',
        [
          ['==', '.a', [1]],
          ['all', '.a', ['==', '.', 1]],
        ],
      ],
      { a: [1] },
    ],
    ['it compares with null within "and", "or" or "not"', ['not', ['==', '.a', null]], { a: 1 }],
  ])('never matches statement %#, also within `not`', (reason, statement, value) => {
    expect(firstMismatch([statement], value)?.reason).toBe(reason)
    expect(matchPolicy([statement], value)).toBe(false)
    // A false statement would be true within a `not`.
    expect(matchPolicy([['not', statement]], value)).toBe(false)
    expect(matchPolicy([['not', ['not', statement]]], value)).toBe(false)
  })

  it.each<[string, Data, string]>([
    ['a float', { a: [1.5] }, 'value: a[0]: expected safe integer or bigint, received 1.5'],
    [
      'undefined',
      { a: undefined } as never,
      'value: a: expected DAG-CBOR data, received undefined',
    ],
  ])('rejects a value with %s', (_what, value, message) => {
    expect(errorOf(() => matchPolicy([], value))).toEqual(['wrong-type', undefined, message])
  })

  it('evaluates a copy of the value', () => {
    let reads = 0
    const value = Object.defineProperty({}, 'a', { enumerable: true, get: () => ++reads })
    expect(matchPolicy([['==', '.a', 1]], value)).toBe(true)
    expect(
      matchPolicy([['==', '.hidden', 1]], Object.defineProperty({}, 'hidden', { value: 1 })),
    ).toBe(false)
    const list = Object.assign([1, 2], { at: () => 7, slice: () => [7] })
    expect(matchPolicy([['==', '.a[0]', 1]], { a: list })).toBe(true)
    expect(matchPolicy([['==', '.a[0:1]', [1]]], { a: list })).toBe(true)
  })

  it('rejects a malformed policy', () => {
    const policy = [['==', 'a', 1]] as unknown as Policy
    expect(() => matchPolicy(policy, {})).toThrow('Policy: [0][1]: invalid selector "a"')
  })

  it('follows the laws of De Morgan', () => {
    const leaf = fc.constantFrom<Statement[]>(
      ['==', '.a', 1],
      ['>', '.b', 1],
      ['like', '.c', 'x*'],
      ['!=', '.d', 1],
    )
    const value = fc.record(
      { a: fc.nat(2), b: fc.nat(2), c: fc.constantFrom('x', 'y'), d: fc.nat(2) },
      { requiredKeys: [] },
    )
    holds(fc.tuple(fc.array(leaf, { minLength: 1 }), value), ([statements, args]) => {
      const negated = statements.map((one): Statement => ['not', one])
      for (const [one, other] of [
        ['and', 'or'],
        ['or', 'and'],
      ] as const) {
        expect(matchPolicy([['not', [one, statements]]], args)).toBe(
          matchPolicy([[other, negated]], args),
        )
      }
    })
  })
})

describe('firstMismatch', () => {
  it('returns the first statement that is not true', () => {
    const policy: Policy = [
      ['==', '.a', 1],
      ['==', '.a', 2],
      ['like', '.a', '?'],
    ]
    expect(firstMismatch(policy, { a: 1 })).toEqual({ index: 1, reason: undefined })
  })

  it('throws for a malformed policy instead of returning a mismatch', () => {
    expect(() => firstMismatch([['==', 'a' as '.', 1]], {})).toThrow(Issue)
  })
})

describe('describeMismatch', () => {
  it("says that a statement is not true, or why it can't be evaluated", () => {
    const describedOf = (statement: Statement) =>
      describeMismatch(firstMismatch([['or', []], statement], { a: 1 })!)
    expect(describedOf(['==', '.a', 2])).toBe('statement 2 of its policy is not true')
    expect(describedOf(['like', '.a', '?'])).toBe(
      "statement 2 of its policy can't be evaluated: it has a pattern with ?, [, {, U+0000, U+FFFD, or a backslash that escapes neither * nor \\",
    )
  })
})

describe('the evaluation of a policy', () => {
  /** Returns a statement about each value in lists that are nested `levels` deep. */
  const nested = (levels: number): Statement =>
    levels === 0 ? ['!=', '.', 1] : ['all', '.', nested(levels - 1)]
  const cube = (levels: number, n: number): Data =>
    levels === 0 ? 0 : Array.from({ length: n }, () => cube(levels - 1, n))

  it('ends without a match after too many steps, also within `not`', () => {
    const value = cube(3, 8)
    const reason = 'its evaluation takes too many steps'
    for (const statement of [nested(3), ['not', ['!=', '.', value]]] as Statement[]) {
      expect(firstMismatch([statement], value)).not.toEqual({ index: 0, reason })
      expect(firstMismatch([statement], value, new Budget(100))).toEqual({ index: 0, reason })
    }
  })

  it('may take at most 1,048,576 steps', () => {
    const budget = new Budget()
    budget.spend(1_048_576)
    expect(() => budget.spend(1)).toThrow(Unmatchable)
  })

  it.each<[Statement, Data, number]>([
    // One step each:
    // - a statement that is evaluated, and each segment of its selector
    // - an item, character or byte that a slice or `[]` selects
    // - each item of a list or map that `all` or `any` selects
    // - a value that `==` or `!=` compares
    // - each key of two maps that are compared
    // One step, and one more for every 16 characters or bytes:
    // - compiling a statement: the length of its selector
    // - compiling a pattern: its length
    // - matching a pattern: the lengths of the pattern and the string
    // - comparing strings, byte strings or links of the same length
    [['==', '.a', 1], { a: 1 }, 4],
    [['==', '.a.b.c?', null], { a: { b: {} } }, 6],
    [['==', '.a', 'a'.repeat(15)], { a: 'a'.repeat(15) }, 5],
    [['==', '.a', 'a'.repeat(32)], { a: 'a'.repeat(32) }, 7],
    [['!=', '.a', 'a'.repeat(32)], { a: 'a' }, 4],
    [['!=', '.a', 'a'.repeat(32)], { a: Array.from({ length: 32 }, () => 0) }, 4],
    [['==', '.a', new Uint8Array(32)], { a: new Uint8Array(32) }, 7],
    [['==', '.a', [1, 2]], { a: [1, 2] }, 6],
    [['==', '.a', { b: 1 }], { a: { b: 1 } }, 7],
    [['like', '.a', `*${'a'.repeat(15)}`], { a: 'a'.repeat(16) }, 8],
    [['not', ['==', '.a', 2]], { a: 1 }, 6],
    [['==', '.a[]', [1, 2]], { a: [1, 2] }, 9],
    [['==', '.a[1:3]', [1, 2]], { a: [0, 1, 2] }, 9],
    [['all', '.a', ['==', '.', 1]], { a: [1, 1] }, 10],
  ])('takes a known number of steps for statement %#', (statement, value, steps) => {
    expect(firstMismatch([statement], value, new Budget(steps))).toBeUndefined()
    expect(firstMismatch([statement], value, new Budget(steps - 1))).toEqual({
      index: 0,
      reason: 'its evaluation takes too many steps',
    })
  })

  it('counts the lengths of strings and slices, and the entries of maps', () => {
    const value = {
      string: 'a'.repeat(8000),
      map: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${i}`, 0])),
    }
    const statements: Statement[] = [
      ['==', '.string', 'a'.repeat(8000)],
      ['like', '.string', '*b'],
      ['!=', '.map', {}],
      ['!=', '.string[0:400]', ''],
      ['any', '.map', ['==', '.', 1]],
    ]
    for (const statement of statements) {
      expect(firstMismatch([statement], value, new Budget(300))).toMatchObject({
        reason: 'its evaluation takes too many steps',
      })
    }
  })

  it('may test each item of a list of 8,192 items', () => {
    const value = { list: Array.from({ length: 8192 }, (_, i) => ({ name: `name ${i}`, size: i })) }
    const statement: Statement = [
      'and',
      [
        ['like', '.name', 'name *'],
        ['>=', '.size', 0],
      ],
    ]
    expect(matchPolicy([['all', '.list', statement]], value)).toBe(true)
  })
})

describe('a pattern of `like`', () => {
  const OVERLAP = 'the start and the end of its pattern overlap in the string'
  /** Returns the result of `matchGlob`, or the reason why it throws `Unmatchable`. */
  const outcomeOf = (literals: Glob, string: string): boolean | string => {
    try {
      return matchGlob(literals, string)
    } catch (error) {
      return (error as Unmatchable).reason
    }
  }
  const parts = fc.array(fc.constantFrom('a', 'b', 'ab', '*', '\\*', '\\\\', '.', '\u{1F600}'), {
    maxLength: 8,
  })
  const strings = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\', '.', '\u{1F600}') })

  it.each([
    ['a*a', 'b', false],
    ['a*a', 'aa', true],
    ['ab*ba', 'abba', true],
    ['*ab*b', 'ab', false],
    ['*ab*b', 'abb', true],
    ['a*b*c*d', 'abcd', true],
    ['a*b*c*d', 'acbd', false],
    ['**', '', true],
    ['**a', 'a', true],
    ['a**', 'b', false],
    ['', '', true],
    ['', 'a', false],
    ['*aab*', 'aaab', true],
    ['*ab*', 'axb', false],
    ['*ab*ba*', 'aba', false],
    ['*ab*b*', 'ab', false],
    ['*abab*c', 'abaababc', true],
  ])('%j matches %j: %j', (pattern, string, expected) => {
    expect(matchGlob(parseGlob(pattern)!, string)).toBe(expected)
  })

  it.each([
    ['a*a', 'a'],
    ['ab*ba', 'aba'],
    ['aa**aa', 'aaa'],
  ])("%j can't be evaluated on %j, which matches in the reference", (pattern, string) => {
    expect(outcomeOf(parseGlob(pattern)!, string)).toBe(OVERLAP)
  })

  it('matches as a regular expression does, unless its start and end overlap', () => {
    holds(fc.tuple(parts, strings), ([pattern, string]) => {
      const source = pattern.map((part) =>
        part === '*' ? '[^]*' : part.replace(/^\\/, '').replace(/[.*\\]/g, '\\$&'),
      )
      const literals = parseGlob(pattern.join(''))!
      const [first, last] = [literals[0]!, literals.at(-1)!]
      const hasEnds = string.startsWith(first) && string.endsWith(last)
      const overlaps = literals.length > 1 && first.length + last.length > string.length
      const expected = new RegExp(`^${source.join('')}$`).test(string)
      expect(outcomeOf(literals, string)).toBe(hasEnds && overlaps ? OVERLAP : expected)
    })
  })

  it('matches a word between two stars exactly if String.includes finds the word', () => {
    const words = (length: number): string[] =>
      length === 0 ? [''] : words(length - 1).flatMap((word) => [`${word}a`, `${word}b`])
    const candidates = words(9)
    for (const word of [1, 2, 3, 4, 5, 6].flatMap(words)) {
      const wrong = candidates.filter(
        (candidate) => matchGlob(['', word, ''], candidate) !== candidate.includes(word),
      )
      expect(wrong).toEqual([])
    }
  })

  it('takes linear time', () => {
    let reads = 0
    const literal = `${'a'.repeat(2000)}b`
    const string = 'a'.repeat(8000)
    const counted = new Proxy(Object(string) as object, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key)
        if (typeof key === 'string' && /^\d+$/.test(key)) reads++
        return typeof value === 'function' ? (value.bind(string) as unknown) : value
      },
    })
    expect(matchGlob(['', literal, ''], counted as unknown as string)).toBe(false)
    expect(reads).toBeGreaterThan(7000)
    expect(reads).toBeLessThan(5 * (string.length + literal.length))
  })
})

describe('a policy', () => {
  const nots = (levels: number): Statement =>
    levels === 1 ? ['==', '.', 1] : ['not', nots(levels - 1)]

  it.each<[string, unknown, string, string]>([
    ['a map instead of a list', {}, 'wrong-type', 'expected list, received map'],
    ['an empty statement', [[]], 'wrong-type', '[0]: expected operator, received empty list'],
    [
      'an unknown operator',
      [['=', '.', 1]],
      'not-in-enum',
      '[0][0]: expected operator such as "==", received "="',
    ],
    ['a number as operator', [[1, '.', 1]], 'wrong-type', '[0][0]: expected operator, received '],
    [
      'too few operands',
      [['==', '.']],
      'wrong-type',
      '[0]: expected list of 3 items for operator "==", received 2 items',
    ],
    ['too many operands', [['not', ['==', '.', 1], 1]], 'wrong-type', '[0]: expected list of 2'],
    ['a number as selector', [['==', 1, 1]], 'wrong-type', '[0][1]: expected selector, received '],
    ['a string as operand of <', [['<', '.', 'a']], 'wrong-type', '[0][2]: expected integer'],
    [
      'a letter beyond ASCII in a selector without quotes',
      [['==', '.\u1C89', 1]],
      'syntax',
      '[0][1]: invalid selector ".\u1C89"',
    ],
    ['a float as operand of <', [['<', '.', 1.5]], 'wrong-type', '[0][2]: expected integer'],
    ['a float in a list', [['==', '.', [1.5]]], 'wrong-type', '[0][2][0]: expected '],
    ['2^63 as operand of <', [['<', '.', 2n ** 63n]], 'out-of-range', '[0][2]: expected integer'],
    ['a pattern that is not a string', [['like', '.', 1]], 'wrong-type', '[0][2]: expected string'],
    ['null instead of a statement', [['not', null]], 'wrong-type', '[0][1]: expected list'],
    [
      'a statement instead of a list',
      [['and', ['==', '.', 1]]],
      'wrong-type',
      '[0][1][0]: expected list',
    ],
    ['33 levels', [nots(33)], 'too-deep', '[1][1]: nested more than 32 levels deep'],
    [
      '1,025 statements',
      [['and', Array.from({ length: 1024 }, () => nots(1))]],
      'too-many',
      'more than 1024 statements',
    ],
    // The list itself is an item too.
    [
      '8,193 items',
      [['==', '.', Array.from({ length: 8192 }, () => 1)]],
      'too-many',
      '[0][2]: more than 8192 items',
    ],
  ])('with %s is rejected', (_what, policy, code, message) => {
    const encoding = errorOf(() => policyKind.cbor.encode(policy as Policy))
    expect(encoding).toEqual([code, undefined, expect.stringContaining(message)])
    expect(policyKind.is(policy)).toBe(false)
    const decoding = errorOf(() => policyKind.cbor.decode(dagCbor.encode(policy as Policy)))
    expect(decoding).toEqual([code, expect.any(Number), expect.stringContaining(message)])
  })

  it('may have 1,024 statements, 32 levels and 8,192 items', () => {
    const policies: Policy[] = [
      [['and', Array.from({ length: 1023 }, () => nots(1))]],
      [nots(32)],
      Array.from({ length: 40 }, () => nots(2)),
      [['==', '.', Array.from({ length: 8191 }, () => 1)]],
    ]
    for (const policy of policies) {
      expect(policyKind.cbor.decode(policyKind.cbor.encode(policy))).toEqual(policy)
    }
  })

  it.each([
    ['', 'it must start with a dot'],
    ['a', 'it must start with a dot'],
    ['..', 'two dots without a segment between them'],
    ['..a', 'two dots without a segment between them'],
    ['.a..b', 'two dots without a segment between them'],
    ['.1', 'expected .name, ["name"], [0], [1:3] or [] at character 2'],
    ['.a??', 'expected .name, ["name"], [0], [1:3] or [] at character 4'],
    ['.a b', 'expected .name, ["name"], [0], [1:3] or [] at character 3'],
    ['.[', 'expected .name, ["name"], [0], [1:3] or [] at character 2'],
    ['.["a]', 'expected .name, ["name"], [0], [1:3] or [] at character 2'],
    ['.["a"b"]', 'expected .name, ["name"], [0], [1:3] or [] at character 2'],
    ['.[a]', 'expected .name, ["name"], [0], [1:3] or [] at character 2'],
    ['.[0]a', 'expected .name, ["name"], [0], [1:3] or [] at character 5'],
    [
      '.[:]',
      'expected an index or slice of safe integers, such as [0] or [1:], before character 5',
    ],
    ['.[1:-]', 'expected .name, ["name"], [0], [1:3] or [] at character 2'],
    [
      '.[9007199254740992]',
      'expected an index or slice of safe integers, such as [0] or [1:], before character 20',
    ],
  ])('with the selector %j is rejected', (selector, reason) => {
    const policy = [['==', selector, 1]] as unknown as Policy
    const message = `Policy: [0][1]: invalid selector "${selector.replaceAll('"', '\\"')}": ${reason}`
    expect(errorOf(() => policyKind.cbor.encode(policy))).toEqual(['syntax', undefined, message])
    expect(errorOf(() => policyKind.cbor.decode(dagCbor.encode(policy as Policy)))).toEqual([
      'syntax',
      5,
      message,
    ])
  })

  it('with a selector of 65 segments is rejected', () => {
    expect(policyKind.is([['==', `.${'[0]'.repeat(64)}`, 1]])).toBe(true)
    expect(() => policyKind.cbor.encode([['==', `.${'[0]'.repeat(65)}`, 1]])).toThrow(
      'Policy: [0][1]: more than 64 segments',
    )
  })
})

describe('the arguments that a policy is evaluated on', () => {
  it('may have their keys in any order', () => {
    expect(decodeArguments(fromHex('a2616201616102'))).toEqual({ a: 2, b: 1 })
  })

  it('are decoded without entries whose keys exceed 2,048 bytes, as in the reference', () => {
    const longest = 'a'.repeat(2048)
    const hex = `a2790800${'61'.repeat(2048)}01790801${'61'.repeat(2049)}02`
    expect(decodeArguments(fromHex(hex))).toEqual({ [longest]: 1 })
  })

  it('are rejected with a link of 100 bytes in an ignored entry, as in the reference', () => {
    const entry = (size: number) => {
      const link = `d82a58${(size + 1).toString(16)}00015500${(size - 4).toString(16)}${'00'.repeat(size - 4)}`
      return fromHex(`a1790801${'61'.repeat(2049)}82f5a16161${link}`)
    }
    expect(decodeArguments(entry(99))).toEqual({})
    expect(() => decodeArguments(entry(100))).toThrow('link exceeds 99 bytes')
  })

  it('never match a statement about a bignum that fits in an int64, also within `not`', () => {
    const args = decodeArguments(fromHex('a16161c24101'))
    const reason = 'it compares a bignum that fits in an int64'
    const policies: readonly Policy[] = [
      [['==', '.a', 1]],
      [['==', '.a', 1n]],
      [['not', ['==', '.a', 2]]],
      [['!=', '.', { a: 2 }]],
      [['<', '.a', 2]],
      [['not', ['>', '.a', 2]]],
    ]
    for (const policy of policies) {
      expect(firstMismatch(policy, args)).toEqual({ index: 0, reason })
    }
    expect(firstMismatch([], args)).toBeUndefined()
  })

  it.each<[Statement]>([
    [['==', '.a.value', 1]],
    [['!=', '.a.value', 2]],
    [['all', '.a', ['==', '.', 1]]],
    [['any', '.a', ['==', '.', 1]]],
    [['==', '.a[]', 1]],
  ])('do not match %j if .a is a bignum, which has no fields or items', (statement) => {
    const args = decodeArguments(fromHex('a16161c24101'))
    expect(firstMismatch([statement], args)).toEqual({ index: 0 })
  })

  it.each([
    ['a float', 'a16161fb3ff8000000000000', 'a: expected integer, received float'],
    ['a duplicate key', 'a2616101616102', 'a: duplicate key'],
    [
      '2^63 as an integer',
      'a161611b8000000000000000',
      'a: expected bignum or integer from -9223372036854775808 to',
    ],
    ['undefined', 'a16161f7', 'a: expected DAG-CBOR data, received undefined'],
    ['tag 1', 'a16161c101', 'a: expected link, received tag 1'],
    ['a list instead of a map', '80', 'expected map, received list'],
    ['trailing data', 'a000', 'trailing data'],
    ['a key of 8,193 bytes', `a1792001${'61'.repeat(8193)}00`, 'string exceeds 8192 bytes'],
  ])('are rejected with %s', (_what, hex, message) => {
    expect(() => decodeArguments(fromHex(hex))).toThrow(`arguments: ${message}`)
  })
})
