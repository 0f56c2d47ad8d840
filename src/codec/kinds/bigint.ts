import { bigIntOfBytes, bytesOfBigInt } from '../bigint-bytes.js'
import { CborReader } from '../cbor/reader.js'
import { wrongType } from '../data-model.js'
import { Issue, shorten, tooLong } from '../error.js'
import { Kind } from '../kind.js'
import { limits } from '../limits.js'
import type { CborType } from '../type.js'
import type { Writer } from '../writer.js'

/** The tag of an unsigned bignum (RFC 8949, section 3.4.3). */
const TAG = 2

export class BigIntKind extends Kind<bigint> {
  constructor() {
    super('bigint', false)
  }

  write(value: unknown, writer: Writer): void {
    if (typeof value !== 'bigint') throw wrongType('bigint', value)
    if (value < 0n) {
      const received = shorten(String(value))
      throw new Issue('out-of-range', `expected non-negative bigint, received ${received}`)
    }
    if (value >> BigInt(limits.bigint * 8) > 0n) throw tooLong('bigint', limits.bigint)
    writer.raw(Uint8Array.of(0xc0 | TAG))
    writer.bytes(bytesOfBigInt(value))
  }

  read(reader: CborReader): bigint {
    reader.tag(TAG, 'bigint')
    const start = reader.at
    const bytes = reader.bytes(limits.bigint)
    reader.at = start
    return bigIntOfBytes(bytes)
  }
}

/**
 * A non-negative integer of at most 256 bytes, encoded as an unsigned bignum:
 * CBOR tag 2 and a byte string, which is empty for 0. Leading zeros are accepted
 * when decoding. The type has no DAG-JSON: a struct or tuple with a bigint is a
 * {@link cborStruct} or {@link cborTuple}.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8949#section-3.4.3
 */
export const bigint: CborType<bigint> = /* @__PURE__ */ new BigIntKind()
