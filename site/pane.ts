import { formatPath, type CodecError } from '../src/codec/error.js'
import { otherFits, steppedOver } from '../src/inspector/about.js'
import { differenceOf } from '../src/inspector/difference.js'
import type { Inspection } from '../src/inspector/inspect.js'
import type { Form, Part } from '../src/inspector/part.js'
import { refusalOf } from '../src/inspector/report.js'
import type { Source } from '../src/inspector/source.js'
import { counted, hexOf, inputOf, placeOf, shortened, visible } from '../src/inspector/words.js'
import { element } from './element.js'
import { hexDump } from './hex.js'
import { jsonText } from './json.js'
import { rowsOf, type Row } from './rows.js'
import { itemOf, Tree } from './tree.js'

/** Rows at most: a page of more would be slow, and nobody reads it. */
const MOST = 1000
/** Bytes of a value that a caption quotes. */
const QUOTED = 12

/** The CBOR that a pane shows: as it came, or as the library writes what came as JSON. */
export function shownOf({ source, given, cbor }: Inspection): Form {
  return source.format === 'cbor' ? given : cbor
}

/** All of a value: the fields over the hex, then DAG-JSON. */
export class Pane {
  readonly element: HTMLElement
  readonly #tree: Tree
  readonly #shown: Form
  readonly #json: Form
  readonly #caption: HTMLElement
  readonly #dump: HTMLElement
  readonly #text: HTMLElement

  /**
   * @param title what its value is here
   * @param inspection the value
   * @param marked the offset of a byte that stands out
   * @param pointed hears which value is pointed at
   */
  constructor(
    title: string,
    inspection: Inspection,
    marked: number | undefined,
    pointed: (path: Part['path'] | undefined) => void,
  ) {
    const { type, json } = inspection
    this.#shown = shownOf(inspection)
    this.#json = json
    this.#caption = element('p', {
      class: 'caption',
      id: `caption of ${title}`.replaceAll(' ', '-'),
    })
    this.#dump = hexDump(this.#shown, marked)
    this.#text = jsonText(json)
    const rows = rowsOf(this.#shown.parts)
    this.#tree = new Tree(
      rows.slice(0, MOST).map((row) => [row, itemOf(row, this.#shown, type.name, this.#caption)]),
      (row) => {
        this.#light(row)
        pointed(row?.path)
      },
    )
    this.#followPointer()
    this.#light(undefined)
    this.element = element(
      'article',
      { class: 'pane', 'aria-label': title },
      element('h2', {}, title, ' ', element('code', {}, type.name)),
      ...notesOn(inspection),
      factsOf(inspection, this.#shown),
      ...agreements(inspection, this.#shown),
      element('h3', {}, 'Fields'),
      this.#tree.element,
      ...(rows.length > MOST
        ? [element('p', { class: 'hint' }, `… ${rows.length - MOST} more not shown`)]
        : []),
      element('h3', {}, 'Bytes ', legend()),
      this.#caption,
      scrollable('Bytes in hex', this.#dump),
      element('h3', {}, 'DAG-JSON'),
      scrollable('DAG-JSON', this.#text),
    )
  }

  /** Points at a value, as the other pane does. */
  pointAt(path: Part['path'] | undefined): void {
    const row = this.#tree.rowAt(path)
    this.#tree.mark(row)
    this.#light(row)
  }

  #followPointer(): void {
    const rowUnder = ({ target }: Event) => {
      const run = target instanceof Element ? target.closest<HTMLElement>('[data-part]') : null
      return run === null ? undefined : this.#tree.rowOf(Number(run.dataset['part']))
    }
    this.#dump.addEventListener('pointerover', (event) => this.#tree.pointAt(rowUnder(event)))
    this.#dump.addEventListener('pointerleave', () => this.#tree.pointAtChosen())
    this.#dump.addEventListener('click', (event) => this.#tree.focus(rowUnder(event)))
  }

  #light(row: Row | undefined): void {
    this.#caption.replaceChildren(
      ...(row === undefined
        ? ['Point at a field, or choose it, to see its bytes.']
        : captionOf(row, this.#shown)),
    )
    light(this.#dump, (part) => row !== undefined && row.first <= part && part < row.end)
    light(
      this.#text,
      (part) => row !== undefined && isWithin(this.#json.parts[part]!.path, row.path),
    )
  }
}

/** What an input is refused for, with the bytes around the place. */
export function refusalPane(title: string, error: CodecError, source: Source): HTMLElement {
  const words = refusalOf(error, source, (_style, text) => text)
  return element(
    'article',
    { class: 'pane refused', 'aria-label': title },
    element('h2', {}, title),
    element('pre', { role: 'alert', tabindex: 0 }, words),
  )
}

/** What a person should know before they trust what they see. */
function notesOn(inspection: Inspection): HTMLElement[] {
  const notes: Array<[string, string | undefined]> = [
    ['hint', otherFits(inspection)],
    ['warning', steppedOver(inspection)],
  ]
  return notes.flatMap(([kind, words]) =>
    words === undefined ? [] : [element('p', { class: kind }, words)],
  )
}

function factsOf({ source }: Inspection, { bytes, cid }: Form): HTMLElement {
  const size = `${counted(bytes.length, 'byte', 'bytes')} of CBOR, read from ${inputOf(source)}`
  return element(
    'dl',
    { class: 'facts' },
    element('dt', {}, 'Size'),
    element('dd', {}, size),
    element('dt', {}, 'CID'),
    element('dd', {}, element('code', {}, cid.toString())),
  )
}

/** Whether the two writers write the same, else where they part. */
function agreements({ cbor, generic }: Inspection, shown: Form): HTMLElement[] {
  return [['libforge', cbor] as const, ['@ipld/dag-cbor', generic] as const].map(
    ([writer, written]) => {
      const name = element('strong', {}, writer)
      if (written === undefined) {
        return element('p', { class: 'parts' }, '✗ ', name, " can't write it")
      }
      const difference = differenceOf(shown, written)
      if (difference === undefined) {
        return element('p', { class: 'agrees' }, '✓ ', name, ' writes just these bytes')
      }
      const { offset, parts } = difference
      const there = shortened(placeOf(parts[1]))
      return element(
        'p',
        { class: 'parts' },
        '✗ ',
        name,
        ` parts at byte ${offset}, where it has ${there}`,
      )
    },
  )
}

/** The colours of a dump. */
function legend(): HTMLElement {
  return element(
    'span',
    { class: 'legend' },
    element('span', { class: 'head' }, 'heads'),
    ' ',
    element('span', { class: 'key' }, 'keys'),
    ' ',
    element('span', { class: 'value' }, 'values'),
  )
}

/** Something wide, that the keyboard can scroll too. */
function scrollable(label: string, content: HTMLElement): HTMLElement {
  return element(
    'div',
    { class: 'scroll', role: 'group', tabindex: 0, 'aria-label': label },
    content,
  )
}

/** Where a value is; and for those who don't see the dump, how it starts. */
function captionOf({ first, value, end, path }: Row, { bytes, parts }: Form): Array<Node | string> {
  const from = parts[first]!.offset
  const last = parts[end - 1]!
  const to = last.offset + last.length - 1
  const where = from === to ? `byte ${from}` : `bytes ${from} to ${to}`
  const name = path.length === 0 ? 'all of it' : shortened(visible(formatPath(path)))
  const { offset, length } = parts[value]!
  const quoted = hexOf(bytes.subarray(offset, offset + Math.min(length, QUOTED)))
  return [
    `${name}: ${where}; the value starts at ${offset}`,
    element('span', { class: 'unseen' }, `: ${quoted}${length > QUOTED ? ' …' : ''}`),
  ]
}

function isWithin(path: Part['path'], outer: Part['path']): boolean {
  return outer.every((step, depth) => path[depth] === step)
}

/** Lights up the elements of some parts, and no other. */
function light(within: HTMLElement, isLit: (part: number) => boolean): void {
  for (const run of within.querySelectorAll<HTMLElement>('[data-part]')) {
    run.classList.toggle('lit', isLit(Number(run.dataset['part'])))
  }
}
