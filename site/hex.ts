import type { Form } from '../src/inspector/part.js'
import { counted } from '../src/inspector/words.js'
import { element } from './element.js'

/** Bytes per line. */
const LINE = 12
/** The maximum number of lines that are shown, so that the page stays fast. */
const MAX_LINES = 400

/**
 * Creates a hex dump. Each element that shows bytes has the attribute `data-part`: the
 * index in `parts` of the part that contains these bytes. `marked` is the offset of the
 * byte to mark. A long dump is cut to the lines around this byte, or to the first lines
 * if `marked` is `undefined`.
 */
export function hexDump({ bytes, parts }: Form, marked: number | undefined): HTMLElement {
  const lines = Math.ceil(bytes.length / LINE)
  const markedLine = Math.floor((marked ?? 0) / LINE)
  const from = Math.max(0, Math.min(markedLine - MAX_LINES / 2, lines - MAX_LINES))
  const dump = element('div', { class: 'dump' })
  if (from > 0) dump.append(omitted(from * LINE))
  let part = 0
  for (let line = from; line < Math.min(lines, from + MAX_LINES); line++) {
    const start = line * LINE
    const end = Math.min(start + LINE, bytes.length)
    const hex = element('span', { class: 'hex' })
    const text = element('span', { class: 'text' })
    for (let at = start; at < end;) {
      while (parts[part]!.offset + parts[part]!.length <= at) part++
      const { offset, length, headerLength, role } = parts[part]!
      // An element contains only header bytes or only content, and the marked byte has its own element.
      const stops = [
        end,
        offset + length,
        offset + headerLength,
        marked ?? end,
        (marked ?? end) + 1,
      ]
      const stop = Math.min(...stops.filter((index) => index > at))
      const run = bytes.subarray(at, stop)
      const kind = `${at < offset + headerLength ? 'header' : role}${at === marked ? ' differs' : ''}`
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
  const rest = bytes.length - (from + MAX_LINES) * LINE
  if (rest > 0) dump.append(omitted(rest))
  return dump
}

function omitted(bytes: number): HTMLElement {
  return element('p', { class: 'hint' }, `… ${counted(bytes, 'byte', 'bytes')} not shown`)
}

function asciiOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '·',
  ).join('')
}
