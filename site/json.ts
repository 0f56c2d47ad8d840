import type { Form } from '../src/inspector/part.js'
import { visible } from '../src/inspector/words.js'
import { element } from './element.js'

/** Parts at most: a page of more would be slow, and nobody reads it. */
const MOST = 2000
/** Bytes of a text at most. */
const LONGEST = 8192

/** DAG-JSON, in which each part is an element whose `data-part` is the part's index. */
export function jsonText({ bytes, parts }: Form): HTMLElement {
  const text = element('code', { class: 'json-text' })
  let end = 0
  parts.slice(0, MOST).forEach(({ offset, length, role }, index) => {
    text.append(decode(end, offset))
    end = offset + length
    text.append(element('span', { class: role, 'data-part': index }, decode(offset, end)))
  })
  text.append(decode(end, bytes.length))
  return text

  function decode(start: number, stop: number): string {
    const utf8 = bytes.subarray(start, Math.min(stop, start + LONGEST))
    const words = visible(new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8))
    return stop - start > LONGEST ? `${words} … ` : words
  }
}
