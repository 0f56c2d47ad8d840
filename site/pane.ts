import { escapeInvisible, formatPath, type CodecError } from '../src/codec/error.js'
import { otherMatches, skippedFields } from '../src/inspector/about.js'
import { differenceOf } from '../src/inspector/difference.js'
import type { Inspection } from '../src/inspector/inspect.js'
import type { Form, Part } from '../src/inspector/part.js'
import { errorReportOf } from '../src/inspector/report.js'
import type { Source } from '../src/inspector/source.js'
import { counted, hexOf, inputOf, placeOf, shortened } from '../src/inspector/words.js'
import { element } from './element.js'
import { hexDump } from './hex.js'
import { jsonText } from './json.js'
import { rowsOf, type Row } from './rows.js'
import { itemOf, Tree } from './tree.js'

/** The most rows that are shown, so that the page stays fast. */
const MAX_ROWS = 1000
/** The most bytes of a value that a caption quotes. */
const MAX_QUOTED = 12

/** Returns the CBOR that a pane shows: the input, or the encoding of an input in DAG-JSON. */
export function shownOf({ source, given, cbor }: Inspection): Form {
  return source.format === 'cbor' ? given : cbor
}

/** An inspected value: its fields, its bytes in hex, and DAG-JSON. */
export class Pane {
  readonly element: HTMLElement
  readonly #tree: Tree
  readonly #shown: Form
  readonly #json: Form | undefined
  readonly #caption: HTMLElement
  readonly #dump: HTMLElement
  readonly #text: HTMLElement

  /**
   * @param marked the offset of the byte to mark
   * @param onHover called with the path of the value that is hovered over
   */
  constructor(
    title: string,
    inspection: Inspection,
    marked: number | undefined,
    onHover: (path: Part['path'] | undefined) => void,
  ) {
    const { type, json } = inspection
    this.#shown = shownOf(inspection)
    this.#json = json
    this.#caption = element('p', {
      class: 'caption',
      id: `caption of ${title}`.replaceAll(' ', '-'),
    })
    this.#dump = hexDump(this.#shown, marked)
    this.#text =
      json === undefined ? element('code', {}, 'This type has no DAG-JSON.') : jsonText(json)
    const rows = rowsOf(this.#shown.parts)
    this.#tree = new Tree(
      rows
        .slice(0, MAX_ROWS)
        .map((row) => [row, itemOf(row, this.#shown, type.name, this.#caption)]),
      (row) => {
        this.#highlight(row)
        onHover(row?.path)
      },
    )
    this.#followPointer()
    this.#highlight(undefined)
    this.element = element(
      'article',
      { class: 'pane', 'aria-label': title },
      element('h2', {}, title, ' ', element('code', {}, type.name)),
      ...notesOn(inspection),
      factsOf(inspection, this.#shown),
      ...comparisons(inspection, this.#shown),
      element('h3', {}, 'Fields'),
      this.#tree.element,
      ...(rows.length > MAX_ROWS
        ? [element('p', { class: 'hint' }, `… ${rows.length - MAX_ROWS} more not shown`)]
        : []),
      element('h3', {}, 'Bytes ', legend()),
      this.#caption,
      scrollable('Bytes in hex', this.#dump),
      element('h3', {}, 'DAG-JSON'),
      scrollable('DAG-JSON', this.#text),
    )
  }

  /** Highlights the value that is hovered over in the other pane. */
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
        : captionOf(row, this.#shown)),
    )
    highlight(this.#dump, (part) => row !== undefined && row.first <= part && part < row.end)
    highlight(
      this.#text,
      (part) => row !== undefined && isWithin(this.#json!.parts[part]!.path, row.path),
    )
  }
}

/** Creates the pane of a rejected input: the error, with the bytes around its offset. */
export function errorPane(title: string, error: CodecError, source: Source): HTMLElement {
  const words = errorReportOf(error, source, (_style, text) => text)
  return element(
    'article',
    { class: 'pane rejected', 'aria-label': title },
    element('h2', {}, title),
    element('pre', { role: 'alert', tabindex: 0 }, words),
  )
}

/** Creates notes about ambiguous types and unknown fields. */
function notesOn(inspection: Inspection): HTMLElement[] {
  const notes: Array<[string, string | undefined]> = [
    ['hint', otherMatches(inspection)],
    ['warning', skippedFields(inspection)],
  ]
  return notes.flatMap(([kind, words]) =>
    words === undefined ? [] : [element('p', { class: kind }, words)],
  )
}

function factsOf({ source }: Inspection, { bytes, cid }: Form): HTMLElement {
  const size = `${counted(bytes.length, 'byte', 'bytes')} of CBOR, from ${inputOf(source)}`
  return element(
    'dl',
    { class: 'facts' },
    element('dt', {}, 'Size'),
    element('dd', {}, size),
    element('dt', {}, 'CID'),
    element('dd', {}, element('code', {}, cid.toString())),
  )
}

/** Compares the shown bytes with what each library encodes. */
function comparisons({ cbor, generic }: Inspection, shown: Form): HTMLElement[] {
  return [['libforge', cbor] as const, ['@ipld/dag-cbor', generic] as const].map(
    ([library, encoded]) => {
      const name = element('strong', {}, library)
      if (encoded === undefined) {
        return element('p', { class: 'unequal' }, '✗ ', name, " can't encode this value")
      }
      const difference = differenceOf(shown, encoded)
      if (difference === undefined) {
        return element('p', { class: 'equal' }, '✓ ', name, ' encodes the same bytes')
      }
      const { offset, parts } = difference
      return element(
        'p',
        { class: 'unequal' },
        '✗ ',
        name,
        ` differs at byte ${offset}: ${shortened(placeOf(parts[1]))}`,
      )
    },
  )
}

/** Creates the legend of the hex dump's colours. */
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

/** Describes the byte range of a value, followed by its first bytes for screen readers. */
function captionOf({ first, value, end, path }: Row, { bytes, parts }: Form): Array<Node | string> {
  const from = parts[first]!.offset
  const last = parts[end - 1]!
  const to = last.offset + last.length - 1
  const where = from === to ? `byte ${from}` : `bytes ${from} to ${to}`
  const name = path.length === 0 ? 'entire value' : shortened(escapeInvisible(formatPath(path)))
  const { offset, length } = parts[value]!
  const quoted = hexOf(bytes.subarray(offset, offset + Math.min(length, MAX_QUOTED)))
  return [
    `${name}: ${where}; the value starts at ${offset}`,
    element('span', { class: 'visually-hidden' }, `: ${quoted}${length > MAX_QUOTED ? ' …' : ''}`),
  ]
}

function isWithin(path: Part['path'], outer: Part['path']): boolean {
  return outer.every((step, depth) => path[depth] === step)
}

/** Highlights the elements of these parts, and no others. */
function highlight(within: HTMLElement, isHighlighted: (part: number) => boolean): void {
  for (const bytes of within.querySelectorAll<HTMLElement>('[data-part]')) {
    bytes.classList.toggle('highlighted', isHighlighted(Number(bytes.dataset['part'])))
  }
}
