import type { Item } from './item.js'

const SPACE = /[\t\n\r ]*/y
/** A structural character, or a scalar that is no string. */
const WORD = /[{}[\],:]|[^\t\n\r ,\]}]+/y

/**
 * Takes apart JSON that a type has read before, so that it is well-formed.
 * Bytes and links are the maps that they are written as: only a type tells
 * them from a map whose key is `/`.
 */
export function itemsOfJson(bytes: Uint8Array): Item {
  return new Scan(bytes).item()
}

interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
}

class Scan {
  readonly #text: string
  readonly #offset: (index: number) => number
  #index = 0

  constructor(bytes: Uint8Array) {
    this.#text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    this.#offset = offsets(this.#text, bytes.length)
  }

  item(token = this.#next()): Item {
    const { start } = token
    const scalar = { start, body: start, end: token.end, text: '', entries: [], items: [] }
    if (token.text === '{') return { ...scalar, shape: 'map', body: token.end, ...this.#map() }
    if (token.text === '[') return { ...scalar, shape: 'list', body: token.end, ...this.#list() }
    if (!token.text.startsWith('"')) return { ...scalar, shape: 'other', text: token.text }
    return { ...scalar, shape: 'text', text: JSON.parse(token.text) as string }
  }

  #map(): Pick<Item, 'entries' | 'end'> {
    const entries = []
    let token = this.#next()
    while (token.text !== '}') {
      if (token.text === ',') token = this.#next()
      const key = this.item(token)
      this.#next()
      entries.push({ key, value: this.item() })
      token = this.#next()
    }
    return { entries, end: token.end }
  }

  #list(): Pick<Item, 'items' | 'end'> {
    const items = []
    let token = this.#next()
    while (token.text !== ']') {
      if (token.text === ',') token = this.#next()
      items.push(this.item(token))
      token = this.#next()
    }
    return { items, end: token.end }
  }

  #next(): Token {
    const start = this.#endOf(SPACE, this.#index)
    const isString = this.#text[start] === '"'
    this.#index = isString ? this.#endOfString(start) : this.#endOf(WORD, start)
    return {
      text: this.#text.slice(start, this.#index),
      start: this.#offset(start),
      end: this.#offset(this.#index),
    }
  }

  #endOf(pattern: RegExp, start: number): number {
    pattern.lastIndex = start
    pattern.test(this.#text)
    return pattern.lastIndex
  }

  #endOfString(start: number): number {
    let index = start + 1
    while (this.#text[index] !== '"') index += this.#text[index] === '\\' ? 2 : 1
    return index + 1
  }
}

/** From an index in a text to the offset of the byte there in its UTF-8. */
function offsets(text: string, size: number): (index: number) => number {
  if (text.length === size) return (index) => index
  const table = new Uint32Array(text.length + 1)
  let offset = 0
  for (let i = 0; i < text.length; i++) {
    table[i] = offset
    const unit = text.charCodeAt(i)
    // Each half of a pair stands for two of its four bytes.
    offset += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3
  }
  table[text.length] = offset
  return (index) => table[index]!
}
