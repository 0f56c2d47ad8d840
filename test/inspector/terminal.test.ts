import { afterEach, describe, expect, it, vi } from 'vitest'
import { paintFor } from '../../src/bin/terminal.js'

describe('paintFor', () => {
  afterEach(() => vi.unstubAllEnvs())

  it.each([
    ['styles strings for a terminal', true, undefined, 'xterm', '\u001b[31mx\u001b[39m'],
    [
      'styles strings for a terminal if NO_COLOR is empty',
      true,
      '',
      'xterm',
      '\u001b[31mx\u001b[39m',
    ],
    ['does not style strings if NO_COLOR is 1', true, '1', 'xterm', 'x'],
    ['does not style strings for a dumb terminal', true, undefined, 'dumb', 'x'],
    ['does not style strings for a file', false, undefined, 'xterm', 'x'],
  ])('%s', (_what, isTTY, noColor, term, text) => {
    vi.stubEnv('NO_COLOR', noColor)
    vi.stubEnv('TERM', term)
    expect(paintFor({ isTTY })('red', 'x')).toBe(text)
  })
})
