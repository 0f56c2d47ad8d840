import { Issue, tooLong } from './error.js'
import { limits } from './limits.js'

const SHA2_256 = 0x12
const DAG_PB = 0x70
/** The size of a CID of version 0, which is a sha2-256 multihash, in bytes. */
const VERSION_0_SIZE = 34

/** The parts of a CID. `code` and `hash` are multicodec codes. `multihash` and `digest` are offsets in the CID. */
export interface CIDParts {
  readonly version: 0 | 1
  readonly code: number
  readonly hash: number
  readonly multihash: number
  readonly digest: number
}

/**
 * Decodes the first `size` bytes as a CID of version 0 or 1. Throws an
 * {@link Issue}: `too-long` for more than 512 bytes, `invalid-link` for bytes that
 * are not exactly one CID.
 *
 * @param offset the offset in the input, for errors
 * @see https://github.com/multiformats/cid
 */
export function decodeCID(bytes: Uint8Array, size: number, offset?: number): CIDParts {
  if (size > limits.cid) throw tooLong('CID', limits.cid, offset)
  if (size === VERSION_0_SIZE && bytes[0] === SHA2_256 && bytes[1] === 32) {
    return { version: 0, code: DAG_PB, hash: SHA2_256, multihash: 0, digest: 2 }
  }
  const varints = new Varints(bytes, size, offset)
  if (varints.next() !== 1) throw invalidLink('not a CID of version 0 or 1', offset)
  const code = varints.next()
  const multihash = varints.position
  const hash = varints.next()
  const digestSize = varints.next()
  const rest = size - varints.position
  if (digestSize > rest) throw invalidLink('unexpected end of CID', offset)
  if (digestSize < rest) throw invalidLink('trailing data after CID', offset)
  return { version: 1, code, hash, multihash, digest: varints.position }
}

/**
 * Decodes varints: at most nine bytes each, in shortest form.
 *
 * @see https://github.com/multiformats/unsigned-varint
 */
class Varints {
  position = 0
  readonly #bytes: Uint8Array
  readonly #size: number
  readonly #offset: number | undefined

  constructor(bytes: Uint8Array, size: number, offset: number | undefined) {
    this.#bytes = bytes
    this.#size = size
    this.#offset = offset
  }

  /** Decodes the next varint. A value above 2^53 may be inexact. In a valid CID, only a codec or hash code is that large. */
  next(): number {
    let value = 0
    let scale = 1
    for (let i = 0; i < 9; i++) {
      if (this.position >= this.#size) throw invalidLink('unexpected end of CID', this.#offset)
      const byte = this.#bytes[this.position++]!
      value += (byte & 0x7f) * scale
      if (byte < 0x80) {
        if (byte === 0 && i > 0) break
        return value
      }
      scale *= 0x80
    }
    throw invalidLink('CID with a malformed varint', this.#offset)
  }
}

export function invalidLink(reason: string, offset?: number): Issue {
  return new Issue('invalid-link', reason, offset)
}
