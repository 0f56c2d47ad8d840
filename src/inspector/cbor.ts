import type { Item } from './item.js'

const LINK = 42
const SIMPLE = ['false', 'true', 'null', 'undefined']

/** Takes apart CBOR that a type has read before, so that it is well-formed. */
export function itemsOfCbor(bytes: Uint8Array): Item {
  return new Scan(bytes).item()
}

class Scan {
  #position = 0
  readonly #bytes: Uint8Array
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  item(): Item {
    const start = this.#position
    const initial = this.#bytes[this.#position++]!
    const major = initial >> 5
    const argument = this.#argument(initial & 31)
    const body = this.#position
    const scalar = { start, body, text: '', entries: [], items: [] }
    switch (major) {
      case 2:
      case 3: {
        this.#position += Number(argument)
        const end = this.#position
        if (major === 2) return { ...scalar, shape: 'bytes', end }
        return { ...scalar, shape: 'text', end, text: this.#text(body, end) }
      }
      case 4: {
        const items = Array.from({ length: Number(argument) }, () => this.item())
        return { ...scalar, shape: 'list', end: this.#position, items }
      }
      case 5: {
        const entries = Array.from({ length: Number(argument) }, () => ({
          key: this.item(),
          value: this.item(),
        }))
        return { ...scalar, shape: 'map', end: this.#position, entries }
      }
      case 6: {
        const tagged = this.item()
        const shape = argument === LINK && tagged.shape === 'bytes' ? 'link' : 'other'
        return { ...scalar, shape, body: tagged.body, end: tagged.end, text: `tag ${argument}` }
      }
      default:
        return {
          ...scalar,
          shape: 'other',
          end: body,
          text: this.#scalar(major, initial, argument),
        }
    }
  }

  #text(start: number, end: number): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#bytes.subarray(start, end))
  }

  #scalar(major: number, initial: number, argument: number | bigint): string {
    if (major === 0) return String(argument)
    if (major === 1) return String(-1n - BigInt(argument))
    if (initial > 0xf8) return 'a float'
    return SIMPLE[Number(argument) - 20] ?? `simple value ${argument}`
  }

  #argument(info: number): number | bigint {
    const at = this.#position
    switch (info) {
      case 24:
        this.#position += 1
        return this.#view.getUint8(at)
      case 25:
        this.#position += 2
        return this.#view.getUint16(at)
      case 26:
        this.#position += 4
        return this.#view.getUint32(at)
      case 27:
        this.#position += 8
        return this.#view.getBigUint64(at)
      default:
        return info
    }
  }
}
