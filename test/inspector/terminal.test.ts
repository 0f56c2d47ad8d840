import { afterEach, describe, expect, it, vi } from 'vitest'
import { paintFor } from '../../src/bin/terminal.js'

describe('paintFor', () => {
  afterEach(() => vi.unstubAllEnvs())

  it.each([
    ['a terminal', true, undefined, 'xterm', '\u001b[31mx\u001b[39m'],
    ['a terminal, with an empty NO_COLOR', true, '', 'xterm', '\u001b[31mx\u001b[39m'],
    ['a terminal, with NO_COLOR', true, '1', 'xterm', 'x'],
    ['a dumb terminal', true, undefined, 'dumb', 'x'],
    ['a file', false, undefined, 'xterm', 'x'],
  ])('returns the styles for %s', (_what, isTTY, noColor, term, text) => {
    vi.stubEnv('NO_COLOR', noColor)
    vi.stubEnv('TERM', term)
    expect(paintFor({ isTTY })('red', 'x')).toBe(text)
  })
})
