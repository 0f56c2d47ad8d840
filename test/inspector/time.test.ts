import { describe, expect, it } from 'vitest'
import { parseTime } from '../../src/bin/time.js'

describe('parseTime', () => {
  it.each([
    ['0', 0],
    ['1772452800', 1_772_452_800],
    ['99999999999', 99_999_999_999],
    ['2026-03-02', 1_772_409_600],
    ['2026-03-02 12:00', 1_772_452_800],
    ['2026-03-02T12:00:00.9Z', 1_772_452_800],
    ['2026-03-02t14:00:00+02:00', 1_772_452_800],
    ['2028-02-29', 1_835_395_200],
  ])('returns the Unix seconds of %s', (text, seconds) => {
    expect(parseTime(text)).toBe(seconds)
  })

  it.each([
    '',
    'tomorrow',
    '-1',
    '1.5',
    '100000000000',
    '2026-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-03-02T25:00',
  ])('returns undefined for %j', (text) => {
    expect(parseTime(text)).toBeUndefined()
  })
})
