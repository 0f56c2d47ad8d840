import { formatTime } from '../ucan/times.js'
import { counted } from './words.js'

/** A time of a token. */
export interface Time {
  /** The time, in Unix seconds. */
  readonly seconds: number
  /** The date in UTC, such as `2026-01-31T12:00:00Z`, or `9000000000000 s` if `Date` can't represent the time. */
  readonly date: string
  /** The time relative to the time of the check, such as `in 2 hours`, `3 days ago` or `now`. */
  readonly relative: string
}

const UNITS = [
  [365 * 86_400, 'year', 'years'],
  [86_400, 'day', 'days'],
  [3600, 'hour', 'hours'],
  [60, 'minute', 'minutes'],
  [1, 'second', 'seconds'],
] as const

/** Describes a time. Both parameters are in Unix seconds. */
export function timeOf(seconds: number, now: number): Time {
  return { seconds, date: formatTime(seconds), relative: relativeTime(seconds, now) }
}

function relativeTime(seconds: number, now: number): string {
  if (seconds === now) return 'now'
  const duration = durationOf(Math.abs(seconds - now))
  return seconds < now ? `${duration} ago` : `in ${duration}`
}

/** Formats a duration in its largest unit, rounded down, such as `2 hours`. */
export function durationOf(seconds: number): string {
  const [size, one, many] = UNITS.find(([unit]) => seconds >= unit) ?? UNITS.at(-1)!
  return counted(Math.floor(seconds / size), one, many)
}
