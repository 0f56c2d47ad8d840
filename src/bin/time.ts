import { isDay } from '../ucan/times.js'

/**
 * The least number that is rejected as milliseconds. In seconds, the number is a time in the
 * year 5138. In milliseconds, it is a time in 1973.
 */
const LEAST_MILLISECONDS = 100_000_000_000
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i

/**
 * Parses Unix seconds in digits, or an ISO 8601 date (`YYYY-MM-DD`) with or without a
 * time. A space may precede the time instead of `T`. The zone is UTC by default.
 * Returns Unix seconds, rounded down. Returns `undefined` for any other string, and
 * for a number that is probably in milliseconds.
 */
export function parseTime(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    const seconds = Number(text)
    return seconds < LEAST_MILLISECONDS ? seconds : undefined
  }
  const match = DATE.exec(text)
  if (match === null || !isDay(text.slice(0, 10))) return undefined
  const needsZone = text.length > 10 && match[1] === undefined
  const time = Date.parse(needsZone ? `${text}Z` : text)
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000)
}
