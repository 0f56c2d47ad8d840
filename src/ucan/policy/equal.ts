import { byteLength, isBytes, isLink } from '../../codec/data-model.js'
import { isSmallBignum, type Data } from '../data.js'
import { Unmatchable, type Budget } from './budget.js'
import { isDataList, isDataMap } from './select.js'

/**
 * Returns whether an operand and a selected value are the same data. A `number` equals
 * a `bigint` of the same value. Throws `Unmatchable` if too few steps are left, or if
 * the comparison reaches a bignum in the selected value that fits in an int64.
 */
export function isEqual(a: Data, b: Data, budget: Budget): boolean {
  budget.spend(1)
  rejectSmallBignum(b)
  if (isInteger(a)) return isInteger(b) && BigInt(a) === BigInt(b)
  if (typeof a === 'string') {
    if (typeof b !== 'string' || a.length !== b.length) return false
    budget.spendLength(a.length)
    return a === b
  }
  if (isBytes(a)) return isBytes(b) && areEqualBytes(a, b, budget)
  if (isDataList(a)) return isDataList(b) && areEqualLists(a, b, budget)
  if (isLink(a)) return isLink(b) && areEqualBytes(a.bytes, b.bytes, budget)
  if (isDataMap(a)) return isDataMap(b) && areEqualMaps(a, b, budget)
  return a === b
}

/** Throws `Unmatchable` for a bignum that fits in an int64, which the reference does not compare as an integer. */
export function rejectSmallBignum(selected: Data): void {
  if (isSmallBignum(selected)) {
    throw new Unmatchable('it compares a bignum that fits in an int64')
  }
}

function isInteger(value: Data): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function areEqualBytes(a: Uint8Array, b: Uint8Array, budget: Budget): boolean {
  const length = byteLength(a)
  if (length !== byteLength(b)) return false
  budget.spendLength(length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false
  return true
}

function areEqualLists(a: readonly Data[], b: readonly Data[], budget: Budget): boolean {
  return a.length === b.length && a.every((item, i) => isEqual(item, b[i]!, budget))
}

type DataMap = { readonly [key: string]: Data }

function areEqualMaps(a: DataMap, b: DataMap, budget: Budget): boolean {
  const keys = Object.keys(a)
  const { length } = Object.keys(b)
  budget.spend(keys.length + length)
  if (keys.length !== length) return false
  return keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key]!, b[key]!, budget))
}
