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
export function formatTime(time: number): string {
  const date = new Date(time * 1000)
  return Number.isNaN(date.getTime()) ? `${time} s` : date.toISOString().replace('.000Z', 'Z')
}
