import { sameBytes } from './scan.js'

const SLOTS = 256
/** Characters of the longest text that is kept; a DID of an Ed25519 key has 56. */
const LONGEST = 64

/**
 * Texts of one kind that were read or written lately, and are known to be
 * right. Keys of maps and DIDs come again and again; a known one is not checked
 * again, and the engine finds and sets a property several times faster by a
 * string that it has seen than by one made from bytes just now.
 *
 * A text has one slot, which it takes from another. None is kept that isn't
 * short and ASCII, so that the texts hold little and are as long as their bytes.
 */
export class KnownTexts {
  readonly #texts: Array<string | undefined> = Array.from({ length: SLOTS })
  readonly #bytes = new Uint8Array(SLOTS * LONGEST)

  /** The known text whose bytes stand between `start` and `end`. */
  find(source: Uint8Array, start: number, end: number): string | undefined {
    const size = end - start
    const slot = slotOf(size, source[end - 1]!, source[end - 2]!, source[start + (size >> 1)]!)
    const text = this.#texts[slot]
    return text?.length === size && sameBytes(source, start, this.#bytes, slot * LONGEST, size)
      ? text
      : undefined
  }

  has(text: string): boolean {
    return this.#texts[slotOfText(text)] === text
  }

  keep(text: string): void {
    const size = text.length
    if (size > LONGEST) return
    const slot = slotOfText(text)
    this.#texts[slot] = undefined
    for (let i = 0; i < size; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 0x7f) return
      this.#bytes[slot * LONGEST + i] = unit
    }
    this.#texts[slot] = text
  }
}

/** Texts of one kind differ in length or near their end. */
function slotOf(size: number, last: number, secondLast: number, middle: number): number {
  return (size + last * 7 + secondLast * 31 + middle * 13) & (SLOTS - 1)
}

function slotOfText(text: string): number {
  const size = text.length
  return slotOf(
    size,
    text.charCodeAt(size - 1),
    text.charCodeAt(size - 2),
    text.charCodeAt(size >> 1),
  )
}
