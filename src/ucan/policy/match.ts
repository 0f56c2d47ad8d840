import { CborReader } from '../../codec/cbor/reader.js'
import { isBytes } from '../../codec/data-model.js'
import { argumentScope, readData, writeData, type Data } from '../data.js'
import { encode } from '../token.js'
import { Budget, Unmatchable } from './budget.js'
import { compileStatement, type CompiledStatement } from './compile.js'
import { isEqual, rejectSmallBignum } from './equal.js'
import { matchGlob } from './glob.js'
import { policyKind, type Policy } from './policy.js'
import { isDataList, isDataMap, select } from './select.js'

/** The first statement of a policy that is not true. */
export interface Mismatch {
  /** The position of the statement in the policy, from 0. */
  readonly index: number
  /** The reason why the statement can't be evaluated: a limit, or a difference between the reference and the specification. `undefined` if the statement is false. */
  readonly reason: string | undefined
}

/** Describes a mismatch, such as `statement 2 of its policy is not true`. */
export function describeMismatch({ index, reason }: Mismatch): string {
  const statement = `statement ${index + 1} of its policy`
  return reason === undefined
    ? `${statement} is not true`
    : `${statement} can't be evaluated: ${reason}`
}

/**
 * Returns whether a value matches a policy: whether all its statements are true.
 * The value is the arguments of an invocation.
 *
 * A statement whose selector selects nothing is false, so a `not` of it is true. A
 * policy never matches if its evaluation takes too many steps, or depends on a part
 * of the language that the reference evaluates differently from the specification:
 * see docs/policies.md.
 *
 * @throws {CodecError} for a malformed policy, and for a value that is not {@link Data}
 *   or exceeds a limit, such as 65,536 items, 32 levels or 2,048 bytes in a map key. Also
 *   for a `number` that is not a safe integer, and for a list of nulls followed by items
 *   of one other type, such as `[null, 1]`
 * @see https://github.com/ucan-wg/delegation#policy
 *
 * @example
 * ```ts
 * import { matchPolicy } from '@fil-forge/libforge/ucan'
 *
 * matchPolicy([['like', '.region', 'eu-*']], { region: 'eu-west-1' }) // true
 * matchPolicy([['<', '.size', 1024]], { size: 1024 }) // false
 * ```
 */
export function matchPolicy(policy: Policy, value: Data): boolean {
  const bytes = encode('value', (writer) => writeData(value, writer, argumentScope()))
  // Evaluates copies, because a getter may return different data after the validation.
  const decoded = readData(new CborReader(bytes), argumentScope())
  return (
    firstMismatch(policyKind.cbor.decode(policyKind.cbor.encode(policy)), decoded) === undefined
  )
}

/**
 * Returns the first statement that is not true, or `undefined` if all are true. The
 * policy must be valid. Several policies may share a budget.
 */
export function firstMismatch(
  policy: Policy,
  value: Data,
  budget: Budget = new Budget(),
): Mismatch | undefined {
  for (const [index, statement] of policy.entries()) {
    try {
      if (!isTrue(compileStatement(statement, budget), value, budget))
        return { index, reason: undefined }
    } catch (error) {
      // `Unmatchable` is thrown, because a result of false would become true within a `not`.
      if (error instanceof Unmatchable) return { index, reason: error.reason }
      throw error
    }
  }
  return undefined
}

function isTrue(statement: CompiledStatement, value: Data, budget: Budget): boolean {
  budget.spend(1)
  const { operator, segments, nested } = statement
  switch (operator) {
    case 'and':
      return nested.every((one) => isTrue(one, value, budget))
    case 'or':
      return nested.length === 0 || nested.some((one) => isTrue(one, value, budget))
    case 'not':
      return !isTrue(nested[0]!, value, budget)
    default: {
      const selected = select(segments, value, budget)
      return selected !== undefined && isTrueOf(statement, selected, budget)
    }
  }
}

/** Evaluates a statement on the value that it selects. */
function isTrueOf(statement: CompiledStatement, selected: Data, budget: Budget): boolean {
  const { operator, operand, glob, nested } = statement
  switch (operator) {
    case 'like':
      if (typeof selected !== 'string') return false
      budget.spendLength(selected.length + (operand as string).length)
      return matchGlob(glob!, selected)
    case 'all':
    case 'any':
      return isTrueOfItems(operator, nested[0]!, selected, budget)
    case '==':
    case '!=':
      rejectEmptyList(statement, selected)
      return isEqual(operand!, selected, budget) === (operator === '==')
    default:
      return isOrdered(operator, selected, operand as number | bigint)
  }
}

function isTrueOfItems(
  operator: 'all' | 'any',
  statement: CompiledStatement,
  selected: Data,
  budget: Budget,
): boolean {
  // In the reference, the items are bytes, which are not equal to any integer.
  if (isBytes(selected)) throw new Unmatchable('it tests the items of a byte string')
  const isList = isDataList(selected)
  if (!isList && !isDataMap(selected)) return false
  const items = isList ? selected : Object.values(selected)
  budget.spend(items.length)
  let verdict = operator === 'all'
  for (const item of items) {
    if (isTrue(statement, item, budget) === verdict) continue
    verdict = operator === 'any'
    // A map has no order, so all its items are evaluated: any of them may throw `Unmatchable`.
    if (isList) break
  }
  return verdict
}

/** Throws `Unmatchable` if an empty list is compared with an empty list that a slice or `[]` selects: in the reference, they may be unequal. */
function rejectEmptyList({ segments, operand }: CompiledStatement, selected: Data): void {
  const kind = segments.at(-1)?.kind
  if ((kind === 'iterator' || kind === 'slice') && isEmpty(operand!) && isEmpty(selected)) {
    throw new Unmatchable('it compares two empty lists, one of which a slice or [] selects')
  }
}

function isEmpty(value: Data): boolean {
  return isDataList(value) && value.length === 0
}

function isOrdered(operator: string, selected: Data, operand: number | bigint): boolean {
  rejectSmallBignum(selected)
  if (typeof selected !== 'number' && typeof selected !== 'bigint') return false
  const wide = BigInt(selected)
  if (BigInt.asIntN(64, wide) !== wide) {
    throw new Unmatchable('it compares an integer that does not fit in an int64')
  }
  switch (operator) {
    case '<':
      return selected < operand
    case '<=':
      return selected <= operand
    case '>':
      return selected > operand
    default:
      return selected >= operand
  }
}
