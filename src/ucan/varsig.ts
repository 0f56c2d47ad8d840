import { describe } from '../codec/data-model.js'
import { Issue, quote } from '../codec/error.js'
import { Kind } from '../codec/kind.js'
import { limits } from '../codec/limits.js'
import type { Reader } from '../codec/reader.js'
import type { Type } from '../codec/type.js'
import type { Writer } from '../codec/writer.js'
import { compareBytes } from './compare-bytes.js'
import type { SignatureType } from './signer.js'

/**
 * The varsig segments of each signature type, as varints: algorithm, curve and
 * hash. RS256 has no curve: its third segment is the size of a signature, in bytes. EIP191
 * has a fourth segment, the encoding of its message. AuthorityAttestation and NonStandard
 * have one segment each: 0x300001 and 0xd000.
 */
const ALGORITHMS: Readonly<Record<SignatureType, readonly number[]>> = {
  Ed25519: [0xed, 0x01, 0xed, 0x01, 0x13],
  ES256: [0xec, 0x01, 0x80, 0x24, 0x12],
  ES384: [0xec, 0x01, 0x81, 0x24, 0x20],
  ES512: [0xec, 0x01, 0x82, 0x24, 0x13],
  ES256K: [0xec, 0x01, 0xe7, 0x01, 0x12],
  RS256: [0x85, 0x24, 0x12, 0x80, 0x02],
  EIP191: [0xec, 0x01, 0xe7, 0x01, 0x1b, 0x91, 0xc3, 0x03],
  AuthorityAttestation: [0x81, 0x80, 0xc0, 0x01],
  NonStandard: [0x80, 0xa0, 0x03],
}

/** The header of each type: varsig and its version, the algorithm, and DAG-CBOR as the payload's encoding. */
const headers = /* @__PURE__ */ new Map(
  Object.entries(ALGORITHMS).map(([type, algorithm]) => [
    type as SignatureType,
    Uint8Array.of(0x34, 0x01, ...algorithm, 0x71),
  ]),
)

class SignatureTypeKind extends Kind<SignatureType> {
  constructor() {
    super('signature type')
  }

  write(value: unknown, writer: Writer): void {
    const header = headers.get(value as SignatureType)
    if (header === undefined) {
      const received = typeof value === 'string' ? quote(value) : describe(value)
      throw new Issue(
        'not-in-enum',
        `expected signature type such as "Ed25519", received ${received}`,
      )
    }
    writer.bytes(header)
  }

  read(reader: Reader): SignatureType {
    const header = reader.bytes(limits.bytes)
    for (const [type, known] of headers) if (compareBytes(known, header) === 0) return type
    throw reader.issue('not-in-enum', 'unsupported signature type')
  }
}

/**
 * The header of a token, a varsig without its signature.
 *
 * @see https://github.com/ChainAgnostic/varsig
 */
export const signatureType: Type<SignatureType> = /* @__PURE__ */ new SignatureTypeKind()
