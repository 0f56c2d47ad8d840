import type { CborReader } from '../../codec/cbor/reader.js'
import type { CborWriter } from '../../codec/cbor/writer.js'
import { wrongType } from '../../codec/data-model.js'
import { Issue, mismatch, quote, tooMany, within } from '../../codec/error.js'
import { Kind, kindOf } from '../../codec/kind.js'
import { i64 } from '../../codec/kinds/integer.js'
import { limits } from '../../codec/limits.js'
import type { Reader } from '../../codec/reader.js'
import type { Type } from '../../codec/type.js'
import type { Writer } from '../../codec/writer.js'
import {
  cborReader,
  cborWriter,
  policyScope,
  readData,
  TokenReader,
  writeData,
  type Data,
  type Scope,
} from '../data.js'
import { parseSelector, type Selector } from './selector.js'

/**
 * A policy: statements about the arguments of an invocation. All of them must be
 * true. A policy has at most 1,024 statements in at most 32 levels, and at most 8,192
 * items in all operands of `==` and `!=`.
 *
 * @see https://github.com/ucan-wg/delegation#policy
 *
 * @example
 * ```ts
 * import type { Policy } from '@fil-forge/libforge/ucan'
 *
 * const policy: Policy = [
 *   ['==', '.product', 'did:web:free.web3.storage'],
 *   ['or', [['like', '.details.region', 'eu-*'], ['not', ['>', '.details.size', 1024]]]],
 * ]
 * ```
 */
export type Policy = readonly Statement[]

/**
 * A statement of a policy: an operator and its operands. A statement is false if its
 * selector selects nothing.
 *
 * - `==`: the selected value equals the operand
 * - `!=`: the selected value does not equal the operand
 * - `<`, `<=`, `>`, `>=`: the comparison of the selected integer with the operand is true. Both are
 *   64-bit integers
 * - `like`: the selected string matches a pattern. `*` matches zero or more characters, `\*` a star,
 *   `\\` a backslash
 * - `and`: all statements are true, or there are no statements
 * - `or`: at least one statement is true, or there are no statements
 * - `not`: the statement is false
 * - `all`: the statement is true for all items of the selected list or map
 * - `any`: the statement is true for at least one item of the selected list or map
 */
export type Statement =
  | readonly [operator: '==' | '!=', selector: Selector, value: Data]
  | readonly [operator: '<' | '<=' | '>' | '>=', selector: Selector, value: number | bigint]
  | readonly [operator: 'like', selector: Selector, pattern: string]
  | readonly [operator: 'and' | 'or', statements: readonly Statement[]]
  | readonly [operator: 'not', statement: Statement]
  | readonly [operator: 'all' | 'any', selector: Selector, statement: Statement]

export type Operator = Statement[0]

/** Size limits of a policy. A policy that exceeds a limit is rejected with `too-deep` or `too-many`. */
export const policyLimits = {
  /** Nesting depth of statements. */
  depth: 32,
  /** Statements, nested ones included. */
  statements: 1024,
} as const

/** The remaining levels, statements and data of a policy. */
interface Bounds {
  depth: number
  statements: number
  readonly values: Scope
}

function newBounds(): Bounds {
  const { depth, statements } = policyLimits
  return { depth, statements, values: policyScope() }
}

interface Operand {
  read(reader: CborReader, bounds: Bounds): unknown
  write(value: unknown, writer: CborWriter, bounds: Bounds): void
}

const selector: Operand = {
  read(reader) {
    const string = reader.string(limits.string, 'selector')
    parseSelector(string, reader.at)
    return string
  },
  write(value, writer) {
    if (typeof value !== 'string') throw wrongType('selector', value)
    writer.string(value, limits.string)
    parseSelector(value)
  },
}

const data: Operand = {
  read: (reader, { values }) => readData(reader, values),
  write: (value, writer, { values }) => writeData(value, writer, values),
}

const integer: Operand = {
  read: (reader) => kindOf(i64).read(reader),
  write: (value, writer) => kindOf(i64).write(value, writer),
}

const pattern: Operand = {
  read: (reader) => reader.string(limits.string, 'string'),
  write(value, writer) {
    if (typeof value !== 'string') throw wrongType('string', value)
    writer.string(value, limits.string)
  },
}

const statement: Operand = { read: readStatement, write: writeStatement }

const statements: Operand = {
  read(reader, bounds) {
    const items: unknown[] = []
    let left = reader.openList()
    while ((left = reader.nextItem(left)) >= 0) {
      items.push(at(items.length, () => readStatement(reader, bounds)))
    }
    return items
  },
  write(value, writer, bounds) {
    if (!Array.isArray(value)) throw wrongType('list', value)
    const { length } = value
    if (length > bounds.statements) throw tooManyStatements()
    writer.openList(length)
    for (let i = 0; i < length; i++) at(i, () => writeStatement(value[i], writer, bounds))
  },
}

const OPERANDS: ReadonlyMap<unknown, readonly Operand[]> = /* @__PURE__ */ new Map<
  Operator,
  readonly Operand[]
>([
  ['==', [selector, data]],
  ['!=', [selector, data]],
  ['<', [selector, integer]],
  ['<=', [selector, integer]],
  ['>', [selector, integer]],
  ['>=', [selector, integer]],
  ['like', [selector, pattern]],
  ['and', [statements]],
  ['or', [statements]],
  ['not', [statement]],
  ['all', [selector, statement]],
  ['any', [selector, statement]],
])

function readStatement(reader: CborReader, bounds: Bounds): unknown {
  const items = reader.openList()
  const start = reader.at
  enter(bounds, start)
  if (reader instanceof TokenReader) reader.items.left--
  if (items === 0) throw mismatch('operator', 'empty list', start)
  const operator = at(0, () => reader.string(limits.string, 'operator'))
  const operands = at(0, () => operandsOf(operator, reader.at))
  if (items !== operands.length + 1) throw wrongLength(operator, operands, items, start)
  const decoded: unknown[] = [operator]
  for (const operand of operands) {
    decoded.push(at(decoded.length, () => operand.read(reader, bounds)))
  }
  bounds.depth++
  return decoded
}

function writeStatement(value: unknown, writer: CborWriter, bounds: Bounds): void {
  enter(bounds)
  if (!Array.isArray(value)) throw wrongType('list', value)
  const { length } = value
  if (length === 0) throw mismatch('operator', 'empty list')
  const operator: unknown = value[0]
  if (typeof operator !== 'string') throw within(wrongType('operator', operator), 0)
  const operands = at(0, () => operandsOf(operator))
  if (length !== operands.length + 1) throw wrongLength(operator, operands, length)
  writer.openList(length)
  writer.string(operator, limits.string)
  for (const [i, operand] of operands.entries()) {
    at(i + 1, () => operand.write(value[i + 1], writer, bounds))
  }
  bounds.depth++
}

/** Counts a statement and its level. The caller restores the level. */
function enter(bounds: Bounds, offset?: number): void {
  if (bounds.depth-- === 0) {
    throw new Issue('too-deep', `nested more than ${policyLimits.depth} levels deep`, offset)
  }
  if (bounds.statements-- === 0) throw tooManyStatements(offset)
}

function tooManyStatements(offset?: number): Issue {
  return tooMany('statements', policyLimits.statements, offset)
}

function operandsOf(operator: string, offset?: number): readonly Operand[] {
  const operands = OPERANDS.get(operator)
  if (operands !== undefined) return operands
  throw new Issue(
    'not-in-enum',
    `expected operator such as "==", received ${quote(operator)}`,
    offset,
  )
}

function wrongLength(
  operator: string,
  operands: readonly Operand[],
  received: number,
  offset?: number,
): Issue {
  const expected = `list of ${operands.length + 1} items for operator ${quote(operator)}`
  return mismatch(expected, `${received} items`, offset)
}

/** Runs a step of decoding or encoding an item. Adds its position to the path of an issue. */
function at<T>(position: number, step: () => T): T {
  try {
    return step()
  } catch (error) {
    throw within(error, position)
  }
}

class PolicyKind extends Kind<Policy> {
  constructor() {
    super('Policy')
  }

  write(value: unknown, writer: Writer): void {
    statements.write(value, cborWriter(writer), newBounds())
  }

  read(reader: Reader): Policy {
    return statements.read(cborReader(reader), newBounds()) as Policy
  }
}

/** Decodes and encodes policies, and validates their operators, operands and selectors. */
export const policyKind: Type<Policy> = /* @__PURE__ */ new PolicyKind()
