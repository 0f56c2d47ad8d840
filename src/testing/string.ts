import { constantFrom, oneof, string, tuple, type Arbitrary } from 'fast-check'
import { limits } from '../codec/limits.js'

/** The maximum length of a character in UTF-8, in bytes. */
const CHARACTER_BYTES = 4

/** Characters that all JSON encoders escape, and characters that only some escape, such as `<` (Go) and `/`. */
const ESCAPED = '"\\/<>&\0\b\n\u001f\u007f\u2028\u2029'
/**
 * A letter, a digit, and characters at the boundaries between one, two, three and four
 * bytes in UTF-8 and next to the surrogates. Then an emoji, the last code point, a
 * combining accent, a byte order mark and the replacement character. UTF-16 sorts
 * U+E000 to U+FFFF after U+10000, and UTF-8 sorts these before U+10000.
 */
const UNICODE =
  'a0\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{1f600}\u{10ffff}\u0301\ufeff\ufffd'

/** Keys that plain JavaScript objects inherit: they may seem present even if they are absent. */
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
/** Integer keys, which JavaScript moves to the front of an object, and keys that only resemble them. */
const NUMBERS = ['0', '9', '10', '4294967294', '4294967295', '-1', '01']
/** Keys that mark byte strings and links, in DAG-JSON or in JavaScript. */
const ENVELOPE = ['/', 'bytes', 'asCID']
/** Strings with a byte order mark, and an accented letter, composed and decomposed. */
const MARKED = ['\ufeff', '\ufeffa', '\u00e9', 'e\u0301']

/** Lengths in bytes: those at which the CBOR header grows, those just below, and the limit of strings. */
const LENGTHS = [23, 24, 255, 256, limits.string]

/** Returns an arbitrary of well-formed strings of at most `limit` bytes in UTF-8. Edge cases are frequent. `limit` is at least 23. */
export function stringWithin(limit: number): Arbitrary<string> {
  const maxLength = Math.floor(limit / CHARACTER_BYTES)
  const lengths = LENGTHS.filter((length) => length <= limit)
  return oneof(
    { weight: 6, arbitrary: string({ unit: 'binary', maxLength, size: '=' }) },
    {
      weight: 6,
      arbitrary: string({ unit: constantFrom(...ESCAPED, ...UNICODE), maxLength, size: '=' }),
    },
    {
      weight: 6,
      arbitrary: constantFrom('', ...INHERITED, ...NUMBERS, ...ENVELOPE, ...MARKED),
    },
    { weight: 1, arbitrary: tuple(constantFrom(...lengths), constantFrom('a', 'é')).map(filled) },
  )
}

/** Repeats a character to a string of `bytes` bytes in UTF-8. `é` takes 2 bytes, so an odd length is rounded down. */
function filled([bytes, character]: [number, string]): string {
  return character.repeat(Math.floor(bytes / (character === 'a' ? 1 : 2)))
}
