import { describe, expect, it } from 'vitest'
import { KnownTexts } from '../../src/codec/known-texts.js'
import { utf8 } from '../fixtures.js'

/** What is found for the bytes of a text, in the midst of others. */
function found(known: KnownTexts, text: string): string | undefined {
  const bytes = utf8(`"${text}"`)
  return known.find(bytes, 1, bytes.length - 1)
}

describe('a text that was kept', () => {
  it.each([2, 3, 4, 5, 63, 64])('is known, if it has %i characters of ASCII', (size) => {
    const known = new KnownTexts()
    const text = 'did:web:a.example'.repeat(4).slice(0, size)
    expect([known.has(text), found(known, text)]).toEqual([false, undefined])
    known.keep(text)
    expect([known.has(text), found(known, text)]).toEqual([true, text])
  })

  it('is not taken for one with another byte anywhere', () => {
    const known = new KnownTexts()
    const text = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
    known.keep(text)
    for (let i = 0; i < text.length; i++) {
      const other = `${text.slice(0, i)}~${text.slice(i + 1)}`
      expect([known.has(other), found(known, other)]).toEqual([false, undefined])
    }
  })

  it('is not taken for one that it starts or ends with', () => {
    const known = new KnownTexts()
    known.keep('aaaaaa')
    for (const other of ['aaaaa', 'aaaaaaa']) {
      expect([known.has(other), found(known, other)]).toEqual([false, undefined])
    }
  })

  it('gives its place to another, and is known no longer', () => {
    const known = new KnownTexts()
    for (const text of ['a1bcd', 'a2bcd']) known.keep(text)
    expect([known.has('a1bcd'), found(known, 'a1bcd')]).toEqual([false, undefined])
    expect([known.has('a2bcd'), found(known, 'a2bcd')]).toEqual([true, 'a2bcd'])
  })

  it('is known no longer, or right, where one that is not kept would take its place', () => {
    const known = new KnownTexts()
    known.keep('a1bcd')
    known.keep('bébcd')
    expect([known.has('b1bcd'), found(known, 'b1bcd')]).toEqual([false, undefined])
  })

  it.each(['a'.repeat(65), 'é', 'aé', 'éa', 'a\u0080bc', '中文', '\u{1f600}'])(
    'is not known, if it is %o',
    (text) => {
      const known = new KnownTexts()
      known.keep(text)
      expect([known.has(text), found(known, text)]).toEqual([false, undefined])
    },
  )

  it('leaves that of another as it is, however long it is', () => {
    const known = new KnownTexts()
    const long = 'k'.repeat(64)
    // Its place is the one behind, since 31 times 33 is one less than four times 256.
    const behind = `${'k'.repeat(62)}${String.fromCharCode(0x6b - 33)}k`
    for (const text of [behind, long]) known.keep(text)
    expect([found(known, behind), found(known, long)]).toEqual([behind, long])
  })

  it('is known, up to the last character of ASCII', () => {
    const known = new KnownTexts()
    known.keep('a\u007f')
    expect([known.has('a\u007f'), found(known, 'a\u007f')]).toEqual([true, 'a\u007f'])
  })
})

describe('texts don’t take each other’s place, if they differ', () => {
  const characters = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0x20 + i))

  it.each<[string, string[]]>([
    ['in their length', characters.slice(0, 60).map((_, i) => 'k'.repeat(i + 2))],
    ['in the last character', characters.map((character) => `key_${character}`)],
    ['in the second last', characters.map((character) => `key_${character}0`)],
    ['in the middle', characters.map((character) => `key_${character}000`)],
  ])('%s', (_where, texts) => {
    const known = new KnownTexts()
    for (const text of texts) known.keep(text)
    for (const text of texts) {
      expect([known.has(text), found(known, text)]).toEqual([true, text])
    }
  })
})
