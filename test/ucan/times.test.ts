import { describe, expect, it } from 'vitest'
import { formatTime, isExpired, isTooEarly } from '../../src/ucan/times.js'

describe('isExpired', () => {
  it.each<[number | undefined, boolean]>([
    [undefined, false],
    [1001, false],
    [1000, true],
    [999, true],
    [0, true],
  ])('with the expiration %j at the time 1000 is %j', (expiration, expected) => {
    expect(isExpired(expiration, 1000)).toBe(expected)
  })
})

describe('isTooEarly', () => {
  it.each<[number | undefined, number, boolean]>([
    [undefined, 1000, false],
    [1001, 1000, true],
    [1000, 1000, true],
    [999, 1000, false],
    // The reference treats 0 as absent.
    [0, 0, false],
    [0, -1, false],
    [-1, -1, true],
  ])('with the notBefore %j at the time %j is %j', (notBefore, now, expected) => {
    expect(isTooEarly(notBefore, now)).toBe(expected)
  })
})

describe('formatTime', () => {
  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [1_800_000_000, '2027-01-15T08:00:00Z'],
    [8_640_000_000_000, '+275760-09-13T00:00:00Z'],
    [8_640_000_000_001, '8640000000001 s'],
    [2 ** 63, '9223372036854776000 s'],
  ])('formats %j as %s', (time, text) => {
    expect(formatTime(time)).toBe(text)
  })
})
