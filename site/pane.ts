import { escapeInvisible, type CodecError } from '../src/codec/error.js'
import { otherMatches, skippedFields } from '../src/inspector/about.js'
import type { UnreadableCapture } from '../src/inspector/capture.js'
import { differenceOf } from '../src/inspector/difference.js'
import type { Inspection } from '../src/inspector/inspect.js'
import type { Form, Part } from '../src/inspector/part.js'
import { errorReportOf } from '../src/inspector/report.js'
import type { Source } from '../src/inspector/source.js'
import { counted, encodingOf, placeOf, shortened } from '../src/inspector/words.js'
import { element } from './element.js'
import { Fields } from './fields.js'

/** Returns the CBOR that a pane shows: the input if it is CBOR, otherwise the value encoded by this library. */
export function shownOf({ source, given, cbor }: Inspection): Form {
  return source.format === 'cbor' ? given : cbor
}

/** The view of an inspected value: notes, size, CID, comparison with libforge and `@ipld/dag-cbor`, fields, bytes in hex, and DAG-JSON. */
export class Pane {
  readonly element: HTMLElement
  readonly #fields: Fields

  /**
   * @param marked the offset of the byte to mark
   * @param onHover called with the path of the value that is hovered over or selected,
   *   or `undefined` if there is none
   */
  constructor(
    title: string,
    inspection: Inspection,
    marked: number | undefined,
    onHover: (path: Part['path'] | undefined) => void,
  ) {
    const { type, json } = inspection
    const shown = shownOf(inspection)
    this.#fields = new Fields({
      form: shown,
      name: type.name,
      title,
      json,
      withoutJson: 'This type has no DAG-JSON.',
      marked,
      onHover,
    })
    this.element = element(
      'article',
      { class: 'pane', 'aria-label': title },
      element('h2', {}, title, ' ', element('code', {}, type.name)),
      ...notesOn(inspection),
      factsOf(inspection, shown),
      ...comparisons(inspection, shown),
      ...this.#fields.tree,
      ...this.#fields.bytes,
    )
  }

  /** Highlights the value at the path that is hovered over or selected in the other pane. `undefined` removes the highlight. */
  hover(path: Part['path'] | undefined): void {
    this.#fields.hover(path)
  }
}

/** Creates the pane of a rejected input: the error, and the bytes around its offset if the source and the offset are known. */
export function errorPane(
  title: string,
  error: CodecError,
  source: Source | undefined,
): HTMLElement {
  const words = errorReportOf(error, source, (_style, text) => text)
  return element(
    'article',
    { class: 'pane rejected', 'aria-label': title },
    element('h2', {}, title),
    element('pre', { role: 'alert', tabindex: 0 }, words),
  )
}

/** Creates the pane of an unsupported or ambiguous input: a message, and the error of each reading that failed. */
export function unreadablePane(title: string, unreadable: UnreadableCapture): HTMLElement {
  const { message, attempts, isAmbiguous } = unreadable
  const words =
    attempts.length === 0
      ? message
      : isAmbiguous
        ? 'The input may be in more than one encoding, but is valid in none of them. A part of it may be missing or changed: copy the whole input again.'
        : 'The input is not a container, token or value of the Forge network.'
  return element(
    'article',
    { class: 'pane rejected', 'aria-label': title },
    element('h2', {}, title),
    element('p', { role: 'alert' }, escapeInvisible(words)),
    ...attempts.flatMap(({ words: tried, error, source }) => [
      element('h3', {}, `Tried ${tried}`),
      element(
        'pre',
        { tabindex: 0 },
        errorReportOf(error, source, (_style, text) => text),
      ),
    ]),
  )
}

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
  const size = `${counted(bytes.length, 'byte', 'bytes')} of CBOR, from ${encodingOf(source)}`
  return element(
    'dl',
    { class: 'facts' },
    element('dt', {}, 'Size'),
    element('dd', {}, size),
    element('dt', {}, 'CID'),
    element('dd', {}, element('code', {}, cid.toString())),
  )
}

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
