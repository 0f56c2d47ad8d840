/** The least number that is rejected as milliseconds: in seconds it is in the year 5138, in milliseconds in 1973. */
const LEAST_MILLISECONDS = 100_000_000_000
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i

/**
 * Parses a time: Unix seconds, or an ISO date, which is in UTC if it has no zone.
 * Returns Unix seconds, or `undefined` for anything else, such as milliseconds.
 */
export function parseTime(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    const seconds = Number(text)
    return seconds < LEAST_MILLISECONDS ? seconds : undefined
  }
  const match = DATE.exec(text)
  if (match === null) return undefined
  const needsZone = text.length > 10 && match[1] === undefined
  const time = Date.parse(needsZone ? `${text}Z` : text)
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000)
}
