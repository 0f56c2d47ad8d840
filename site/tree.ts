import type { Form, Part } from '../src/inspector/part.js'
import { shortened, visible } from '../src/inspector/words.js'
import { element, prose } from './element.js'
import type { Row } from './rows.js'

/** The fields of a value as a tree. One may be chosen, and one pointed at; `show` hears of it. */
export class Tree {
  readonly element: HTMLElement
  readonly #rows: readonly Row[]
  readonly #items: readonly HTMLElement[]
  readonly #show: (row: Row | undefined) => void
  #chosen = -1

  constructor(items: ReadonlyArray<readonly [Row, HTMLElement]>, show: Tree['pointAt']) {
    this.#rows = items.map(([row]) => row)
    this.#items = items.map(([, item]) => item)
    this.#show = show
    this.element = element('ul', { role: 'tree', 'aria-label': 'Fields' }, ...this.#items)
    this.#items.forEach((item, index) => {
      item.tabIndex = index === 0 ? 0 : -1
      item.addEventListener('pointerenter', () => this.pointAt(this.#rows[index]))
      item.addEventListener('focus', () => this.#choose(index))
    })
    this.element.addEventListener('pointerleave', () => this.pointAtChosen())
    this.element.addEventListener('keydown', (event) => this.#move(event))
  }

  pointAt(row: Row | undefined): void {
    this.mark(row)
    this.#show(row)
  }

  /** Points at what is chosen, after something else was pointed at. */
  pointAtChosen(): void {
    this.pointAt(this.#rows[this.#chosen])
  }

  /** Marks a row as pointed at, and tells nobody. */
  mark(row: Row | undefined): void {
    this.#items.forEach((item, index) => {
      item.classList.toggle('pointed', row !== undefined && this.#rows[index] === row)
    })
  }

  /** The row of a value with this path. */
  rowAt(path: Part['path'] | undefined): Row | undefined {
    return path && this.#rows.find((row) => isSame(row.path, path))
  }

  /** The row that a part is the key or the value of. */
  rowOf(part: number): Row | undefined {
    return this.#rows.find(({ first, value }) => first === part || value === part)
  }

  focus(row: Row | undefined): void {
    if (row !== undefined) this.#items[this.#rows.indexOf(row)]?.focus()
  }

  #choose(index: number): void {
    this.#chosen = index
    this.#items.forEach((item, at) => {
      item.setAttribute('aria-selected', String(at === index))
      item.tabIndex = at === index ? 0 : -1
    })
    this.pointAtChosen()
  }

  #move(event: KeyboardEvent): void {
    const target = this.#targetOf(event.key, Math.max(this.#chosen, 0))
    if (target === undefined) return
    event.preventDefault()
    this.focus(this.#rows[target])
  }

  /** Where a key leads from a row, as the tree pattern of ARIA has it. */
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

/** A row of a tree, whose root has the name of the type; `caption` describes the one that is chosen. */
export function itemOf(
  { first, value, end, path }: Row,
  { parts }: Form,
  name: string,
  caption: HTMLElement,
): HTMLElement {
  const { words, meaning, kind } = parts[value]!
  const step = path.at(-1)
  const label =
    step === undefined ? name : typeof step === 'number' ? `[${step}]` : parts[first]!.words
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
      element('span', { class: 'name' }, shortened(visible(label))),
      ' ',
      element('span', { class: 'words' }, shortened(visible(words))),
    ),
    ' ',
    element('span', { class: 'at' }, from === to ? `${from}` : `${from}–${to}`),
  )
  if (meaning !== undefined && path.length > 0) {
    item.append(' ', element('span', { class: 'meaning' }, ...prose(meaning)))
  }
  item.style.setProperty('--level', String(path.length))
  return item
}
