import { CID } from 'multiformats/cid'
import { Digest } from 'multiformats/hashes/digest'
import { formatCID, parseCIDString } from '../cid-string.js'
import { decodeCID } from '../cid.js'
import { byteLength, isBytes, isLink, wrongType } from '../data-model.js'
import { mismatch } from '../error.js'
import { Kind } from '../kind.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'

export class LinkKind extends Kind<CID> {
  readonly isIdentifier = true

  constructor() {
    super('link')
  }

  write(value: unknown, writer: Writer): void {
    if (!isLink(value)) throw wrongType('link', value)
    const { bytes } = value
    if (!isBytes(bytes)) throw mismatch('link', 'link without bytes')
    const size = byteLength(bytes)
    decodeCID(bytes, size)
    writer.link(writer.linksAreStrings ? formatCID(bytes, size) : bytes)
  }

  read(reader: Reader): CID {
    const received = reader.link()
    const bytes = typeof received === 'string' ? parseCIDString(received, reader.at) : received
    const size = bytes.length
    const {
      version,
      code,
      hash,
      multihash: multihashOffset,
      digest: digestOffset,
    } = decodeCID(bytes, size, reader.at)
    // `CID.decode` encodes the multicodec code again, and so changes a code above 2^53. Here the
    // bytes stay as received, and the multihash and the digest are views of these bytes.
    const { buffer } = bytes
    const hashed = new Digest(
      hash,
      size - digestOffset,
      new Uint8Array(buffer, digestOffset),
      new Uint8Array(buffer, multihashOffset),
    )
    return new CID(version, code, hashed, bytes)
  }

  toKey(string: string, offset?: number): string {
    const bytes = parseCIDString(string, offset)
    // A string that starts with b or Q is already in the default base.
    return string[0] === 'b' || string[0] === 'Q' ? string : formatCID(bytes, bytes.length)
  }
}

/**
 * A link: a CID of at most 512 bytes. As the key of a map, it is a string in the
 * default base of its version.
 *
 * @see https://github.com/multiformats/cid
 */
export const link: Type<CID> = /* @__PURE__ */ new LinkKind()
