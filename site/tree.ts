import { escapeInvisible } from '../src/codec/error.js'
import type { Form, Part } from '../src/inspector/part.js'
import { shortened } from '../src/inspector/words.js'
import { element, prose } from './element.js'
import type { Row } from './rows.js'

/**
 * A tree of the fields of a value. A row is selected when it receives the focus.
 * `show` is called with the row to highlight, or with `undefined` for none.
 */
export class Tree {
  readonly element: HTMLElement
  readonly #rows: readonly Row[]
  readonly #items: readonly HTMLElement[]
  readonly #show: (row: Row | undefined) => void
  #selected = -1

  constructor(items: ReadonlyArray<readonly [Row, HTMLElement]>, show: Tree['hover']) {
    this.#rows = items.map(([row]) => row)
    this.#items = items.map(([, item]) => item)
    this.#show = show
    this.element = element('ul', { role: 'tree', 'aria-label': 'Fields' }, ...this.#items)
    this.#items.forEach((item, index) => {
      item.tabIndex = index === 0 ? 0 : -1
      item.addEventListener('pointerenter', () => this.hover(this.#rows[index]))
      item.addEventListener('focus', () => this.#select(index))
    })
    this.element.addEventListener('pointerleave', () => this.hoverSelected())
    this.element.addEventListener('keydown', (event) => this.#move(event))
  }

  hover(row: Row | undefined): void {
    this.mark(row)
    this.#show(row)
  }

  /** Ends hovering: highlights the selected row, if there is one. */
  hoverSelected(): void {
    this.hover(this.#rows[this.#selected])
  }

  /** Marks a row as hovered over, without calling `show`. */
  mark(row: Row | undefined): void {
    this.#items.forEach((item, index) => {
      item.classList.toggle('hovered', row !== undefined && this.#rows[index] === row)
    })
  }

  rowAt(path: Part['path'] | undefined): Row | undefined {
    return path && this.#rows.find((row) => isSame(row.path, path))
  }

  /** Returns the row whose key or value has this index in `Form.parts`. */
  rowOf(part: number): Row | undefined {
    return this.#rows.find(({ first, value }) => first === part || value === part)
  }

  focus(row: Row | undefined): void {
    if (row !== undefined) this.#items[this.#rows.indexOf(row)]?.focus()
  }

  #select(index: number): void {
    this.#selected = index
    this.#items.forEach((item, at) => {
      item.setAttribute('aria-selected', String(at === index))
      item.tabIndex = at === index ? 0 : -1
    })
    this.hoverSelected()
  }

  #move(event: KeyboardEvent): void {
    const target = this.#targetOf(event.key, Math.max(this.#selected, 0))
    if (target === undefined) return
    event.preventDefault()
    this.focus(this.#rows[target])
  }

  /**
   * Returns the index of the row to which a key of the keyboard moves the focus. The
   * index is out of range if there is no such row. Returns `undefined` for other keys,
   * and for ArrowRight if the row has no child rows.
   *
   * @see https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
   */
  #targetOf(key: string, from: number): number | undefined {
    const { path } = this.#rows[from]!
    switch (key) {
      case 'ArrowDown':
        return from + 1
      case 'ArrowUp':
        return from - 1
      case 'ArrowRight':
        return this.#rows[from + 1]?.path.length === path.length + 1 ? from + 1 : undefined
      case 'ArrowLeft':
        return this.#rows.findIndex((row) => isSame(row.path, path.slice(0, -1)))
      case 'Home':
        return 0
      case 'End':
        return this.#rows.length - 1
      default:
        return undefined
    }
  }
}

function isSame(a: Part['path'], b: Part['path']): boolean {
  return a.length === b.length && a.every((step, depth) => step === b[depth])
}

/** Creates the element of a row. `name` is the label of the root, and `caption` describes the highlighted row. */
export function itemOf(
  { first, value, end, path }: Row,
  { parts }: Form,
  name: string,
  caption: HTMLElement,
): HTMLElement {
  const { words, meaning, kind } = parts[value]!
  const step = path.at(-1)
  const label =
    step === undefined
      ? name
      : typeof step === 'number'
        ? `[${step}]`
        : first === value
          ? step
          : parts[first]!.words
  const last = parts[end - 1]!
  const from = parts[first]!.offset
  const to = last.offset + last.length - 1
  const item = element(
    'li',
    {
      role: 'treeitem',
      'aria-level': path.length + 1,
      'aria-selected': 'false',
      'aria-describedby': caption.id,
      class: kind === undefined ? 'unknown' : undefined,
    },
    element(
      'span',
      { class: 'entry' },
      element('span', { class: 'name' }, shortened(escapeInvisible(label))),
      ' ',
      element('span', { class: 'words' }, shortened(escapeInvisible(words))),
    ),
    ' ',
    element('span', { class: 'range' }, from === to ? `${from}` : `${from}–${to}`),
  )
  if (meaning !== undefined && path.length > 0) {
    item.append(' ', element('span', { class: 'meaning' }, ...prose(meaning)))
  }
  item.style.setProperty('--level', String(path.length))
  return item
}
