import { secondsFromNow } from './defaults.js'
import { time } from './time.js'

/**
 * Returns the time at which a token is checked, in whole Unix seconds: `now`, rounded down.
 * Default: the current time.
 *
 * @throws {TypeError} if `now` is not a finite number, or is probably in milliseconds
 */
export function timeOfCheck(now: number = secondsFromNow(0)): number {
  const seconds = typeof now === 'number' ? Math.floor(now) : now
  if (time.is(seconds)) return seconds
  throw new TypeError(`now: expected time in Unix seconds, received ${now}`)
}

/** Returns whether a date of the form `YYYY-MM-DD` exists. In V8, `Date.parse` parses 2026-02-29 as 2026-03-01. */
export function isDay(date: string): boolean {
  const midnight = Date.parse(date)
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date)
}

/** Returns whether an expiration time has been reached. Both times are in Unix seconds. `undefined` never expires. */
export function isExpired(expiration: number | undefined, now: number): boolean {
  return (expiration ?? Infinity) <= now
}

/**
 * Returns whether a delegation is not valid yet. Both times are in Unix seconds. A
 * delegation becomes valid one second after its `notBefore`. A delegation whose
 * `notBefore` is 0 or `undefined` is never too early. The reference has the same rules.
 */
export function isTooEarly(notBefore: number | undefined, now: number): boolean {
  const start = notBefore ?? 0
  return start !== 0 && now <= start
}

/** Formats a time in Unix seconds as `2026-01-31T12:00:00Z`, or as `9000000000000 s` if `Date` can't represent it. */
export function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString().replace('.000Z', 'Z')
}
