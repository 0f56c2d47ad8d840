import { constantFrom, oneof, string, tuple, type Arbitrary } from 'fast-check'
import { limits } from '../codec/limits.js'

/** The most bytes that a character takes in UTF-8. */
const WIDEST = 4

/** Characters that JSON escapes, or Go's JSON alone, and those that mean something to it. */
const SYNTAX = '"\\/<>&\0\b\n\u001f\u007f\u2028\u2029'
/**
 * The ends of UTF-8's one, two, three and four bytes, of the gap that the
 * surrogates leave and of Unicode: where orders of texts part. Then an accent
 * that joins the character before it, a byte order mark and what stands for a
 * character that was lost.
 */
const UNICODE =
  'a0\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{1f600}\u{10ffff}\u0301\ufeff\ufffd'

/** What every object has in JavaScript, so that a map which doesn't may seem to. */
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
/** Keys that JavaScript moves to the front of an object, and those that only look like them. */
const NUMBERS = ['0', '9', '10', '4294967294', '4294967295', '-1', '01']
/** What sets bytes and links apart from maps, in DAG-JSON or in JavaScript. */
const ENVELOPE = ['/', 'bytes', 'asCID']
/** With a byte order mark, and an accent in both of its forms. */
const MARKED = ['\ufeff', '\ufeffa', '\u00e9', 'e\u0301']

/** Lengths around those at which a head in CBOR grows, and the longest that a text may have. */
const LENGTHS = [23, 24, 255, 256, limits.string]

/** Any well-formed text of at most `limit` bytes, the hard ones often. */
export function stringWithin(limit: number): Arbitrary<string> {
  const maxLength = Math.floor(limit / WIDEST)
  const lengths = LENGTHS.filter((length) => length <= limit)
  return oneof(
    { weight: 6, arbitrary: string({ unit: 'binary', maxLength, size: '=' }) },
    {
      weight: 6,
      arbitrary: string({ unit: constantFrom(...SYNTAX, ...UNICODE), maxLength, size: '=' }),
    },
    {
      weight: 6,
      arbitrary: constantFrom('', ...INHERITED, ...NUMBERS, ...ENVELOPE, ...MARKED),
    },
    { weight: 1, arbitrary: tuple(constantFrom(...lengths), constantFrom('a', 'é')).map(filled) },
  )
}

/** A text of so many bytes, or of one less. */
function filled([bytes, character]: [number, string]): string {
  return character.repeat(Math.floor(bytes / (character === 'a' ? 1 : 2)))
}
