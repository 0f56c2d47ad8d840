import { base36 } from 'multiformats/bases/base36'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import { Digest } from 'multiformats/hashes/digest'
import { quote, Refusal } from './error.js'
import { limits } from './limits.js'
import { allocatePooled, asciiSlice } from './memory.js'
import { tooLong } from './utf8.js'

/** What the parts of a version 0 CID are, which doesn't say them. */
const SHA2_256 = 0x12
const DAG_PB = 0x70
/** Characters of the longest CID in base32, the longest spelling of those that are read. */
const LONGEST = 1 + Math.ceil((limits.cid * 8) / 5)

/** What the bytes of a CID say, and where its multihash and the digest in it start. */
export interface Inspection {
  readonly version: 0 | 1
  readonly code: number
  readonly hash: number
  readonly multihash: number
  readonly digest: number
}

/** Reads a CID's bytes up to their digest, which must be just the rest of them. */
export function inspect(bytes: Uint8Array, offset?: number): Inspection {
  if (bytes.length > limits.cid) throw tooLong(limits.cid, offset)
  if (bytes.length === 34 && bytes[0] === SHA2_256 && bytes[1] === 32) {
    return { version: 0, code: DAG_PB, hash: SHA2_256, multihash: 0, digest: 2 }
  }
  const varints = new Varints(bytes, offset)
  if (varints.next() !== 1) throw invalidLink('not a CID of version 0 or 1', offset)
  const code = varints.next()
  const multihash = varints.position
  const hash = varints.next()
  const size = varints.next()
  const rest = bytes.length - varints.position
  if (size > rest) throw invalidLink('a CID that ends early', offset)
  if (size < rest) throw invalidLink('bytes after a CID', offset)
  return { version: 1, code, hash, multihash, digest: varints.position }
}

/**
 * The varints at the front of bytes: at most nine bytes each, as short as can be.
 *
 * @see https://github.com/multiformats/unsigned-varint
 */
class Varints {
  position = 0
  readonly #bytes: Uint8Array
  readonly #offset: number | undefined

  constructor(bytes: Uint8Array, offset: number | undefined) {
    this.#bytes = bytes
    this.#offset = offset
  }

  /** The next one; past 2^53 it is not exact. */
  next(): number {
    let value = 0
    let scale = 1
    for (let i = 0; i < 9; i++) {
      const byte = this.#bytes[this.position++]
      if (byte === undefined) throw invalidLink('a CID that ends early', this.#offset)
      value += (byte & 0x7f) * scale
      if (byte < 0x80) {
        if (byte === 0 && i > 0) break
        return value
      }
      scale *= 0x80
    }
    throw invalidLink('a CID with a varint longer than it may be', this.#offset)
  }
}

/** The CID with these bytes, which it keeps; `offset` is where it was read. */
export function cidOf(bytes: Uint8Array<ArrayBuffer>, offset: number): CID {
  const { version, code, hash, multihash, digest } = inspect(bytes, offset)
  // Not `CID.decode`, which makes the bytes anew, of numbers that aren't exact past 2^53.
  const hashed = new Digest(
    hash,
    bytes.length - digest,
    view(bytes, digest),
    view(bytes, multihash),
  )
  return new CID(version, code, hashed, bytes)
}

/** The bytes from `start` on; `subarray` takes far longer. */
function view(bytes: Uint8Array<ArrayBuffer>, start: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, bytes.length - start)
}

/** The text that a CID itself has: base32 for version 1, base58btc for version 0. */
export function spell(bytes: Uint8Array): string {
  return bytes[0] === SHA2_256 ? base58btc.encode(bytes).slice(1) : writeBase32(bytes)
}

/**
 * The bytes of the CID that a text spells: in base32, base36 or base58btc, or
 * as version 0 has it, which are the spellings that `CID.parse` reads when it
 * isn't told a base. Refuses what isn't spelled as its base does it, so that
 * there is one text for a CID in each.
 */
export function parse(text: string, offset?: number): Uint8Array<ArrayBuffer> {
  if (text.length > LONGEST) throw tooLong(limits.cid, offset)
  const bytes = decode(text)
  if (bytes === undefined) throw invalidLink(`expected a CID, found ${quote(text)}`, offset)
  const { version } = inspect(bytes, offset)
  if ((version === 0) !== (text[0] === 'Q')) {
    throw invalidLink('a CID in the spelling of another version', offset)
  }
  return bytes
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text[0] === 'b') return readBase32(text)
  const [base, full] =
    text[0] === 'k' ? [base36, text] : [base58btc, text[0] === 'Q' ? `z${text}` : text]
  try {
    const bytes = base.decode(full)
    return base.encode(bytes) === full ? bytes : undefined
  } catch {
    return undefined
  }
}

function writeBase32(bytes: Uint8Array): string {
  const out = new Uint8Array(1 + Math.ceil((bytes.length * 8) / 5))
  let length = 0
  let bits = 0
  let held = 0
  out[length++] = 0x62
  for (let i = 0; i < bytes.length; i++) {
    bits = (bits << 8) | bytes[i]!
    held += 8
    while (held >= 5) {
      held -= 5
      out[length++] = digit((bits >> held) & 31)
    }
    bits &= 31
  }
  if (held > 0) out[length++] = digit((bits << (5 - held)) & 31)
  return asciiSlice(out, 0, length)
}

/** The character for five bits: a to z, then 2 to 7. */
function digit(value: number): number {
  return value < 26 ? 0x61 + value : 0x18 + value
}

/** The bytes of a text in base32 behind its prefix; undefined where it isn't their one spelling. */
function readBase32(text: string): Uint8Array<ArrayBuffer> | undefined {
  const out = allocatePooled(Math.floor(((text.length - 1) * 5) / 8))
  let length = 0
  let bits = 0
  let held = 0
  for (let i = 1; i < text.length; i++) {
    const character = text.charCodeAt(i)
    const isLetter = character >= 0x61 && character <= 0x7a
    if (!isLetter && (character < 0x32 || character > 0x37)) return undefined
    bits = ((bits & 0xff) << 5) | (character - (isLetter ? 0x61 : 0x18))
    held += 5
    if (held >= 8) {
      held -= 8
      out[length++] = (bits >> held) & 0xff
    }
  }
  const spare = bits & ((1 << held) - 1)
  return held < 5 && spare === 0 ? out : undefined
}

function invalidLink(reason: string, offset?: number): Refusal {
  return new Refusal('invalid-link', reason, offset)
}
