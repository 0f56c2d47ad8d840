import { MAJOR_TYPES } from '../codec/cbor/reader.js'
import { isBytes, wrongType } from '../codec/data-model.js'
import { mismatch } from '../codec/error.js'
import { Kind } from '../codec/kind.js'
import { limits } from '../codec/limits.js'
import type { Reader } from '../codec/reader.js'
import type { Type } from '../codec/type.js'
import type { Writer } from '../codec/writer.js'

/** Any CBOR value, as bytes. It is not decoded, because the bytes are signed, and encoding the value again could change them. */
class RawKind extends Kind<Uint8Array<ArrayBuffer>> {
  constructor(name = 'raw') {
    super(name)
  }

  write(value: unknown, writer: Writer): void {
    if (!isBytes(value)) throw wrongType('byte string', value)
    writer.raw(value)
  }

  read(reader: Reader): Uint8Array<ArrayBuffer> {
    return reader.raw(limits.depth)
  }
}

class RawMapKind extends RawKind {
  constructor() {
    super('raw map')
  }

  override read(reader: Reader): Uint8Array<ArrayBuffer> {
    const cbor = super.read(reader)
    if (cbor[0]! >> 5 !== 5) throw mismatch('map', MAJOR_TYPES[cbor[0]! >> 5]!, reader.at)
    return cbor
  }
}

/**
 * Any CBOR value with shortest headers and definite lengths, as bytes. In a token, it has
 * at most 1,024 levels, 8,192 items in a list or map, and 2 MiB in a string or byte string.
 * Encoding does not validate the bytes.
 */
export const raw: Type<Uint8Array<ArrayBuffer>> = /* @__PURE__ */ new RawKind()
/** Any map that {@link raw} accepts, as bytes. Encoding does not validate the bytes. */
export const rawMap: Type<Uint8Array<ArrayBuffer>> = /* @__PURE__ */ new RawMapKind()
