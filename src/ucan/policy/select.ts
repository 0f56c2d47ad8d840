import { byteLength, isBytes, isLink, isMap } from '../../codec/data-model.js'
import { hasLeadingNulls, isSmallBignum, type Data } from '../data.js'
import { Unmatchable, type Budget } from './budget.js'
import type { Segment } from './selector.js'

type DataMap = { readonly [key: string]: Data }

export function isDataList(value: Data): value is readonly Data[] {
  return Array.isArray(value)
}

export function isDataMap(value: Data): value is DataMap {
  return !isLink(value) && !isSmallBignum(value) && isMap(value)
}

/**
 * Returns the selected part of a value, or `undefined` if the selector selects nothing.
 * Throws `Unmatchable` where the reference differs from the specification, and if too
 * few steps are left.
 */
export function select(
  segments: readonly Segment[],
  value: Data,
  budget: Budget,
): Data | undefined {
  budget.spend(segments.length)
  let selected = value
  for (const segment of segments) {
    const next = step(segment, selected, budget)
    if (next === undefined && !segment.isOptional) return undefined
    selected = next ?? null
  }
  return selected
}

function step(segment: Segment, value: Data, budget: Budget): Data | undefined {
  switch (segment.kind) {
    case 'field':
      return isDataMap(value) && Object.hasOwn(value, segment.name)
        ? value[segment.name]
        : undefined
    case 'index':
      return itemOf(value, segment.index)
    case 'slice':
      return sliceOf(value, segment.start, segment.end, budget)
    case 'iterator':
      return itemsOf(value, budget)
  }
}

function itemOf(value: Data, index: number): Data | undefined {
  // In the reference, a selected byte is not equal to any integer.
  if (isBytes(value)) throw new Unmatchable('it selects a byte of a byte string')
  if (typeof value === 'string') rejectNonASCII(value)
  else if (!isDataList(value)) return undefined
  return value.at(index)
}

function sliceOf(
  value: Data,
  start: number,
  end: number | undefined,
  budget: Budget,
): Data | undefined {
  if (typeof value === 'string') rejectNonASCII(value)
  else if (!isBytes(value) && !isDataList(value)) return undefined
  const length = isBytes(value) ? byteLength(value) : value.length
  const to = end ?? length
  // The reference fails or panics here. Other implementations return a shorter slice.
  if (start > to || to > length) {
    throw new Unmatchable('it selects a slice that is reversed or beyond the end')
  }
  budget.spend(to - start)
  const slice = value.slice(start, to)
  if (isDataList(slice) && hasLeadingNulls(slice)) {
    throw new Unmatchable('it selects a list with nulls before items of one type')
  }
  return slice
}

/** Throws `Unmatchable` for non-ASCII strings: the reference counts bytes, other implementations count characters. */
function rejectNonASCII(string: string): void {
  // oxlint-disable-next-line no-control-regex
  if (/[^\0-\x7f]/.test(string)) {
    throw new Unmatchable('it selects a part of a string that is not ASCII')
  }
}

function itemsOf(value: Data, budget: Budget): readonly Data[] | undefined {
  const isList = isDataList(value)
  if (isBytes(value)) throw new Unmatchable('it iterates over a byte string')
  if (!isList && !isDataMap(value)) return undefined
  const items = isList ? value : Object.values(value)
  budget.spend(items.length)
  if (!isList && items.length > 1) {
    throw new Unmatchable('it selects the items of a map, which have no order')
  }
  for (const item of items) {
    // The reference omits nulls, and flattens lists and byte strings.
    if (item === null || isDataList(item) || isBytes(item)) {
      throw new Unmatchable('it iterates over items that are null, lists or byte strings')
    }
  }
  return items
}
