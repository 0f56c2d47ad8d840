import { escapeInvisible, formatPath } from '../src/codec/error.js'
import type { Form, Part } from '../src/inspector/part.js'
import { shortened, toSpacedHex } from '../src/inspector/words.js'
import { element, omissionNote } from './element.js'
import { hexDump } from './hex.js'
import { jsonText } from './json.js'
import { rowsOf, type Row } from './rows.js'
import { itemOf, Tree } from './tree.js'

/** The maximum number of rows that are shown, so that the page stays fast. */
const MAX_ROWS = 1000
/** The maximum number of bytes of a value that a caption quotes. */
const MAX_QUOTED = 12

export interface FieldsOptions {
  /** The value in CBOR. */
  readonly form: Form
  /** The label of the row of the entire value. */
  readonly name: string
  /** A title that is unique on the page. */
  readonly title: string
  /** The same value in DAG-JSON. `undefined` for a token, and if the type has no DAG-JSON. */
  readonly json?: Form | undefined
  /** The text that is shown if `json` is absent. By default, the section for DAG-JSON is then omitted. */
  readonly withoutJson?: string
  /** The offset of the byte to mark. */
  readonly marked?: number | undefined
  /**
   * Receives the path of the value that is hovered over or selected, or `undefined` if there
   * is none.
   */
  readonly onHover?: (path: Part['path'] | undefined) => void
}

/**
 * The fields of a value and its bytes. Hovering over a field or selecting it highlights
 * its bytes. Hovering over bytes marks their field.
 */
export class Fields {
  readonly tree: readonly HTMLElement[]
  /** The bytes and DAG-JSON. */
  readonly bytes: readonly HTMLElement[]
  readonly #tree: Tree
  readonly #form: Form
  readonly #json: Form | undefined
  readonly #caption: HTMLElement
  readonly #dump: HTMLElement
  readonly #text: HTMLElement | undefined

  constructor({ form, name, title, json, withoutJson, marked, onHover }: FieldsOptions) {
    this.#form = form
    this.#json = json
    this.#caption = element('p', {
      class: 'caption',
      id: `caption of ${title}`.replaceAll(' ', '-'),
    })
    this.#dump = hexDump(form, marked)
    if (json !== undefined) this.#text = jsonText(json)
    else if (withoutJson !== undefined) this.#text = element('code', {}, withoutJson)
    const rows = rowsOf(form.parts)
    this.#tree = new Tree(
      rows.slice(0, MAX_ROWS).map((row) => [row, itemOf(row, form, name, this.#caption)]),
      (row) => {
        this.#highlight(row)
        onHover?.(row?.path)
      },
    )
    this.#followPointer()
    this.#highlight(undefined)
    this.tree = [
      element('h3', {}, 'Fields'),
      this.#tree.element,
      ...omissionNote(rows.length, MAX_ROWS),
    ]
    this.bytes = [
      element('h3', {}, 'Bytes ', legend()),
      this.#caption,
      scrollable('Bytes in hex', this.#dump),
      ...(this.#text === undefined
        ? []
        : [element('h3', {}, 'DAG-JSON'), scrollable('DAG-JSON', this.#text)]),
    ]
  }

  /** Highlights the value at a path, such as a value that is hovered over in another view. `undefined` removes the highlight. */
  hover(path: Part['path'] | undefined): void {
    const row = this.#tree.rowAt(path)
    this.#tree.mark(row)
    this.#highlight(row)
  }

  #followPointer(): void {
    const rowUnder = ({ target }: Event) => {
      const bytes = target instanceof Element ? target.closest<HTMLElement>('[data-part]') : null
      return bytes === null ? undefined : this.#tree.rowOf(Number(bytes.dataset['part']))
    }
    this.#dump.addEventListener('pointerover', (event) => this.#tree.hover(rowUnder(event)))
    this.#dump.addEventListener('pointerleave', () => this.#tree.hoverSelected())
    this.#dump.addEventListener('click', (event) => this.#tree.focus(rowUnder(event)))
  }

  #highlight(row: Row | undefined): void {
    this.#caption.replaceChildren(
      ...(row === undefined
        ? ['Hover over a field, or select it, to see its bytes.']
        : captionOf(row, this.#form)),
    )
    highlight(this.#dump, (part) => row !== undefined && row.first <= part && part < row.end)
    if (this.#json === undefined) return
    const { parts } = this.#json
    highlight(this.#text!, (part) => row !== undefined && isWithin(parts[part]!.path, row.path))
  }
}

function legend(): HTMLElement {
  return element(
    'span',
    { class: 'legend' },
    element('span', { class: 'header' }, 'headers'),
    ' ',
    element('span', { class: 'key' }, 'keys'),
    ' ',
    element('span', { class: 'value' }, 'values'),
  )
}

/** Makes wide content scrollable, by keyboard too. */
function scrollable(label: string, content: HTMLElement): HTMLElement {
  return element(
    'div',
    { class: 'scroll', role: 'group', tabindex: 0, 'aria-label': label },
    content,
  )
}

/** Returns the caption of a row: the byte range of the key and the value, and the offset of the value. Screen readers also get the first bytes of the value. */
function captionOf({ first, value, end, path }: Row, { bytes, parts }: Form): Array<Node | string> {
  const from = parts[first]!.offset
  const last = parts[end - 1]!
  const to = last.offset + last.length - 1
  const where = from === to ? `byte ${from}` : `bytes ${from} to ${to}`
  const name = path.length === 0 ? 'entire value' : shortened(escapeInvisible(formatPath(path)))
  const { offset, length } = parts[value]!
  const quoted = toSpacedHex(bytes.subarray(offset, offset + Math.min(length, MAX_QUOTED)))
  return [
    `${name}: ${where}; the value starts at ${offset}`,
    element('span', { class: 'visually-hidden' }, `: ${quoted}${length > MAX_QUOTED ? ' …' : ''}`),
  ]
}

function isWithin(path: Part['path'], outer: Part['path']): boolean {
  return outer.every((step, depth) => path[depth] === step)
}

function highlight(within: HTMLElement, isHighlighted: (part: number) => boolean): void {
  for (const bytes of within.querySelectorAll<HTMLElement>('[data-part]')) {
    bytes.classList.toggle('highlighted', isHighlighted(Number(bytes.dataset['part'])))
  }
}
