import type { Form } from '../src/inspector/part.js'
import { counted } from '../src/inspector/words.js'
import { element } from './element.js'

/** Bytes in a line. */
const LINE = 12
/** Lines at most: a page of more would be slow, and nobody reads it. */
const MOST = 400

/**
 * A hex dump. Each stretch of one part in a line is an element, whose
 * `data-part` is the part's index. The byte at `marked` stands out.
 */
export function hexDump({ bytes, parts }: Form, marked: number | undefined): HTMLElement {
  const lines = Math.ceil(bytes.length / LINE)
  const markedLine = Math.floor((marked ?? 0) / LINE)
  const from = Math.max(0, Math.min(markedLine - MOST / 2, lines - MOST))
  const dump = element('div', { class: 'dump' })
  if (from > 0) dump.append(leftOut(from * LINE))
  let part = 0
  for (let line = from; line < Math.min(lines, from + MOST); line++) {
    const start = line * LINE
    const end = Math.min(start + LINE, bytes.length)
    const hex = element('span', { class: 'hex' })
    const text = element('span', { class: 'text' })
    for (let at = start; at < end;) {
      while (parts[part]!.offset + parts[part]!.length <= at) part++
      const { offset, length, head, role } = parts[part]!
      // A stretch is all head or all content, and the marked byte is one of its own.
      const stops = [end, offset + length, offset + head, marked ?? end, (marked ?? end) + 1]
      const stop = Math.min(...stops.filter((one) => one > at))
      const run = bytes.subarray(at, stop)
      const kind = `${at < offset + head ? 'head' : role}${at === marked ? ' differs' : ''}`
      const digits = Array.from(run, (byte) => byte.toString(16).padStart(2, '0'))
      const space = stop < end ? ' ' : ''
      const hexRun = element('span', { class: kind, 'data-part': part }, digits.join(' ') + space)
      if (at === marked) hexRun.replaceChildren(element('mark', {}, digits[0]!), space)
      hex.append(hexRun)
      text.append(element('span', { class: kind, 'data-part': part }, asciiOf(run)))
      at = stop
    }
    dump.append(
      element(
        'div',
        { class: 'line' },
        element('span', { class: 'offset' }, `${start}`),
        hex,
        text,
      ),
    )
  }
  const rest = bytes.length - (from + MOST) * LINE
  if (rest > 0) dump.append(leftOut(rest))
  return dump
}

function leftOut(bytes: number): HTMLElement {
  return element('p', { class: 'hint' }, `… ${counted(bytes, 'byte', 'bytes')} not shown`)
}

function asciiOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '·',
  ).join('')
}
