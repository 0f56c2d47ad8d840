import { escapeInvisible } from '../src/codec/error.js'
import type { Form } from '../src/inspector/part.js'
import { element } from './element.js'

/** The maximum number of parts that become elements, so that the page stays fast. */
const MAX_PARTS = 2000
/** The maximum number of bytes that are shown of each element, and of each range outside the elements. */
const MAX_BYTES = 8192

/** Formats DAG-JSON. Each of the first 2,000 parts is an element whose `data-part` is the index of the part. */
export function jsonText({ bytes, parts }: Form): HTMLElement {
  const text = element('code', { class: 'json-text' })
  let end = 0
  parts.slice(0, MAX_PARTS).forEach(({ offset, length, role }, index) => {
    text.append(decode(end, offset))
    end = offset + length
    text.append(element('span', { class: role, 'data-part': index }, decode(offset, end)))
  })
  text.append(decode(end, bytes.length))
  return text

  function decode(start: number, stop: number): string {
    const utf8 = bytes.subarray(start, Math.min(stop, start + MAX_BYTES))
    const shown = escapeInvisible(new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8))
    return stop - start > MAX_BYTES ? `${shown} … ` : shown
  }
}
