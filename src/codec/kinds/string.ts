import { wrongType } from '../data-model.js'
import { Kind } from '../kind.js'
import { limits } from '../limits.js'
import type { Reader } from '../reader.js'
import type { Type } from '../type.js'
import type { Writer } from '../writer.js'

export class StringKind extends Kind<string> {
  readonly isIdentifier = false

  constructor() {
    super('string')
  }

  write(value: unknown, writer: Writer): void {
    if (typeof value !== 'string') throw wrongType('string', value)
    writer.string(value, limits.string)
  }

  read(reader: Reader): string {
    return reader.string(limits.string, 'string')
  }

  toKey(string: string): string {
    return string
  }
}

/** A string: well-formed, at most 8,192 bytes in UTF-8. */
export const string: Type<string> = /* @__PURE__ */ new StringKind()
