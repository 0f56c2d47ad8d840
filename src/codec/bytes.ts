import { base64 } from './base64.js'
import { isBytes } from './data-model.js'
import { Kind, wrongType } from './kind.js'
import { limits } from './limits.js'
import type { Reader } from './reader.js'
import type { Type } from './type.js'
import { tooLong } from './utf8.js'
import type { Writer } from './writer.js'

export class Bytes extends Kind<Uint8Array> {
  constructor() {
    super('bytes')
  }

  write(value: unknown, writer: Writer): void {
    if (!isBytes(value)) throw wrongType('bytes', value)
    if (value.length > limits.bytes) throw tooLong(limits.bytes)
    writer.bytes(value, base64)
  }

  read(reader: Reader): Uint8Array<ArrayBuffer> {
    return reader.bytes(limits.bytes, base64)
  }
}

/** Bytes. */
export const bytes: Type<Uint8Array> = /* @__PURE__ */ new Bytes()
