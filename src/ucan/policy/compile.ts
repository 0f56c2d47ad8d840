import type { Data } from '../data.js'
import { Unmatchable, type Budget } from './budget.js'
import { parseGlob, type Glob } from './glob.js'
import type { Operator, Statement } from './policy.js'
import { parseSelector, type Segment } from './selector.js'

/** A statement with its parsed selector and pattern. */
export interface CompiledStatement {
  readonly operator: Operator
  readonly segments: readonly Segment[]
  /** The value, integer or pattern that the operator compares with. `undefined` for other operators. */
  readonly operand: Data | undefined
  /** The parsed pattern of `like`. `undefined` for other operators. */
  readonly glob: Glob | undefined
  readonly nested: readonly CompiledStatement[]
  /** The reason why the reference can't evaluate the statement within `and`, `or` and `not`. `undefined` if it can. */
  readonly obstacle: string | undefined
}

/**
 * Compiles a valid statement. Throws `Unmatchable` for a statement that the
 * reference evaluates differently from the specification, and if the budget has too
 * few steps left. Differences that depend on selected values are found in the evaluation.
 */
export function compileStatement(statement: Statement, budget: Budget): CompiledStatement {
  const [operator, first, second] = statement
  switch (operator) {
    case 'and':
    case 'or':
      return compileConnective(operator, first, budget)
    case 'not':
      return compileConnective(operator, [first], budget)
    case 'all':
    case 'any':
      return {
        ...withoutNested(operator, budget, first),
        nested: [compileStatement(second, budget)],
        obstacle: `it has "${operator}" within "and", "or" or "not"`,
      }
    case 'like':
      return {
        ...withoutNested(operator, budget, first, second),
        glob: compileGlob(second, budget),
      }
    default:
      return {
        ...withoutNested(operator, budget, first, second),
        obstacle: second === null ? 'it compares with null within "and", "or" or "not"' : undefined,
      }
  }
}

function compileConnective(
  operator: Operator,
  statements: readonly Statement[],
  budget: Budget,
): CompiledStatement {
  const nested = statements.map((statement) => compileStatement(statement, budget))
  for (const { obstacle } of nested) if (obstacle !== undefined) throw new Unmatchable(obstacle)
  return { ...withoutNested(operator, budget), nested }
}

/** Compiles a statement without its nested statements. The selector of `and`, `or` and `not` is not evaluated. */
function withoutNested(
  operator: Operator,
  budget: Budget,
  selector = '.',
  operand?: Data,
): CompiledStatement {
  budget.spendLength(selector.length)
  const segments = compileSelector(selector)
  return { operator, segments, operand, glob: undefined, nested: [], obstacle: undefined }
}

function compileGlob(pattern: string, budget: Budget): Glob {
  budget.spendLength(pattern.length)
  const glob = parseGlob(pattern)
  if (glob === undefined) {
    throw new Unmatchable(
      'it has a pattern with ?, [, {, U+0000, U+FFFD, or a backslash that escapes neither * nor \\',
    )
  }
  return glob
}

function compileSelector(selector: string): Segment[] {
  const segments = parseSelector(selector)
  for (const [i, segment] of segments.entries()) {
    const obstacle = obstacleOf(segment, i === segments.length - 1)
    if (obstacle !== undefined) throw new Unmatchable(obstacle)
  }
  return segments
}

function obstacleOf(segment: Segment, isLast: boolean): string | undefined {
  switch (segment.kind) {
    // The reference treats "" as the index 0, and a backslash as an ordinary character.
    case 'field':
      return /^$|\\/.test(segment.name)
        ? 'it selects a field whose name is empty or has a backslash'
        : undefined
    case 'slice': {
      const { start, end } = segment
      return start < 0 || (end ?? 0) < 0 ? 'it selects a slice with a negative bound' : undefined
    }
    // The reference applies the segments after [] to each item, then to the list of results.
    case 'iterator':
      return isLast ? undefined : 'its selector continues after []'
    default:
      return undefined
  }
}
