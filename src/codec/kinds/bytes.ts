import { byteLength, isBytes, rejectDetached, wrongType } from '../data-model.js'
import { tooLong } from '../error.js'
import { Kind } from '../kind.js'
import { limits } from '../limits.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'

export class BytesKind extends Kind<Uint8Array> {
  constructor() {
    super('bytes')
  }

  write(value: unknown, writer: Writer): void {
    if (!isBytes(value)) throw wrongType('byte string', value)
    rejectDetached(value)
    if (byteLength(value) > limits.bytes) throw tooLong('byte string', limits.bytes)
    writer.bytes(value)
  }

  read(reader: Reader): Uint8Array<ArrayBuffer> {
    return reader.bytes(limits.bytes)
  }
}

/** A byte string: at most 2 MiB. A decoded one is a copy in an `ArrayBuffer` of its own. */
export const bytes: Type<Uint8Array> = /* @__PURE__ */ new BytesKind()
