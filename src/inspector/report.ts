import { escapeInvisible, type CodecError } from '../codec/error.js'
import { aboutType, otherMatches, skippedFields } from './about.js'
import { differenceOf } from './difference.js'
import type { Inspection } from './inspect.js'
import type { Form, Part } from './part.js'
import type { Source } from './source.js'
import { chunksOf, WIDTH, wrap } from './lines.js'
import { counted, encodingOf, placeOf, shortened, toSpacedHex } from './words.js'

/** A function that styles a string for a terminal. */
export type Paint = (
  style: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan',
  text: string,
) => string

/** The maximum number of bytes in a row of hex. */
const ROW = 12
/** The width of a row of hex in columns, including the two spaces after it. */
const HEX_WIDTH = ROW * 3 + 1
/** The maximum number of rows of hex, and of lines of words or DAG-JSON, that are shown for a part. */
const MAX_ROWS = 8
/**
 * The maximum number of bytes of CBOR that are shown before the marked byte, and also from
 * the marked byte on. The maximum for DAG-JSON is three times as high.
 */
const CONTEXT = 8

export function reportOf(inspection: Inspection, paint: Paint): string {
  const { type, source, given, cbor, json } = inspection
  const sections = [summaryOf(inspection, paint)]
  if (source.format === 'cbor' && differenceOf(given, cbor) !== undefined) {
    sections.push(
      `${title('CBOR', given, paint)}, the input\n\n${cborOf(given, type.name, paint)}`,
      `${paint('bold', 'CID')} of the input ${given.cid}`,
      `${paint('yellow', 'libforge encodes this value differently')}.\n${contrast('input', given, 'libforge', cbor, paint)}`,
    )
  }
  sections.push(
    `${title('CBOR', cbor, paint)}\n\n${cborOf(cbor, type.name, paint)}`,
    json === undefined
      ? `${paint('bold', 'DAG-JSON')}: not supported by this type`
      : `${title('DAG-JSON', json, paint)}, line breaks added\n\n${jsonOf(json, paint)}`,
    `${paint('bold', 'CID')} ${paint('cyan', cbor.cid.toString())}`,
  )
  sections.push(comparisonOf(inspection, paint))
  return sections.join('\n\n')
}

function summaryOf(inspection: Inspection, paint: Paint): string {
  const { type, source, given } = inspection
  const [meaning, ...uses] = aboutType(type)
  const unknown = skippedFields(inspection)
  return [
    `${paint('bold', type.name)}: ${meaning}`,
    ...uses,
    `Input: ${counted(given.bytes.length, 'byte', 'bytes')} of ${encodingOf(source)}.`,
    otherMatches(inspection) ?? '',
    unknown === undefined ? '' : paint('yellow', unknown),
  ]
    .flatMap((line) => wrap(line, WIDTH))
    .join('\n')
}

/** Compares the CBOR of this library with that of `@ipld/dag-cbor`. */
function comparisonOf({ cbor, generic }: Inspection, paint: Paint): string {
  const name = paint('bold', '@ipld/dag-cbor')
  if (generic === undefined) {
    return `${name} ${paint('red', "can't encode this value")}: it supports no bignums, and mistakes a map for a CID if its keys \`/\` and \`bytes\` have equal values.`
  }
  if (differenceOf(cbor, generic) === undefined) {
    return `${name} encodes this value as ${paint('green', 'the same')} bytes.`
  }
  return (
    `${name} encodes this value as ${paint('red', 'different bytes')}, CID ${generic.cid}\n` +
    'It sorts all map keys by length first.\n' +
    'libforge and the Go reference sort map keys other than field names by their bytes.\n' +
    contrast('libforge', cbor, '@ipld/dag-cbor', generic, paint)
  )
}

/** Lists the parts of CBOR: offset, bytes, words and meaning. */
function cborOf({ bytes, parts }: Form, name: string, paint: Paint): string {
  return parts.flatMap((part) => rowsOf(part, bytes, name, paint)).join('\n')
}

function rowsOf(part: Part, bytes: Uint8Array, name: string, paint: Paint): string[] {
  const left = hexRows(bytes.subarray(part.offset, part.offset + part.length))
  const indent = '  '.repeat(part.role === 'value' ? part.path.length : part.path.length - 1)
  const width = WIDTH - HEX_WIDTH - 8 - indent.length
  const isRoot = part.path.length === 0
  const words = isRoot ? `${name}: ${part.words}` : escapeInvisible(part.words)
  const style = part.role === 'value' ? undefined : 'bold'
  const right = capped(
    wrap(words, width),
    (more) => `… ${counted(more, 'more line', 'more lines')}`,
  )
    .map((line) => (style === undefined ? line : paint(style, line)))
    .concat(
      wrap((isRoot ? undefined : part.meaning) ?? '', width).map((line) => paint('dim', line)),
    )
  const rows = []
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const offset = i === 0 ? String(part.offset) : ''
    const row = `${paint('dim', offset.padStart(6))}  ${paint('cyan', (left[i] ?? '').padEnd(HEX_WIDTH))}${right[i] === undefined ? '' : indent + right[i]}`
    rows.push(row.trimEnd())
  }
  return rows
}

function hexRows(bytes: Uint8Array): string[] {
  const rows = []
  for (let at = 0; at < Math.min(bytes.length, ROW * MAX_ROWS); at += ROW) {
    rows.push(toSpacedHex(bytes.subarray(at, at + ROW)))
  }
  const more = bytes.length - ROW * MAX_ROWS
  return more > 0 ? [...rows, `… ${counted(more, 'byte', 'bytes')} more`] : rows
}

/** Formats DAG-JSON with a line break before each key and list item, except the items of a tuple. */
function jsonOf({ bytes, parts }: Form, paint: Paint): string {
  const starts = parts.filter(
    ({ role, path }) => role !== 'value' || path.length === 0 || typeof path.at(-1) === 'number',
  )
  return starts
    .flatMap((part, index) => {
      const text = textOf(bytes.subarray(part.offset, starts[index + 1]?.offset))
      const indent = '  '.repeat(part.path.length)
      const lines = capped(
        chunksOf(text, WIDTH - 8 - indent.length),
        (more) => `… ${counted(more, 'more line', 'more lines')}`,
      )
      return lines.map(
        (line, i) =>
          `${paint('dim', (i === 0 ? String(part.offset) : '').padStart(6))}  ${indent}${line}`,
      )
    })
    .join('\n')
}

/** Shows two encodings, which must differ, around the first byte that differs. */
export function contrast(nameA: string, a: Form, nameB: string, b: Form, paint: Paint): string {
  const { offset, parts } = differenceOf(a, b)!
  const label = Math.max(nameA.length, nameB.length) + 2
  const start = Math.max(0, offset - CONTEXT)
  const lines = [a, b].map(({ bytes }, index) => {
    const shown = toSpacedHex(bytes.subarray(start, offset + CONTEXT)).padEnd(
      (offset + CONTEXT - start) * 3,
    )
    const what = shortened(placeOf(parts[index]!))
    return `  ${paint('bold', [nameA, nameB][index]!.padEnd(label))}${shown} ${what}`
  })
  const caret = ' '.repeat(2 + label + (offset - start) * 3) + paint('red', '^^')
  const sizes =
    a.bytes.length === b.bytes.length
      ? `${counted(a.bytes.length, 'byte', 'bytes')} each`
      : `${a.bytes.length} and ${counted(b.bytes.length, 'byte', 'bytes')}`
  return `The first difference is at byte ${offset} (${sizes}):\n\n${lines[0]}\n${lines[1]}\n${caret}`
}

/** Formats an error, with the bytes around its offset if the source and the offset are known. */
export function errorReportOf(error: CodecError, source: Source | undefined, paint: Paint): string {
  const message = `${paint('red', escapeInvisible(error.message))} ${paint('dim', `(${error.code})`)}`
  const { offset } = error
  if (source === undefined || offset === undefined) return message
  const { bytes, format } = source
  const isCbor = format === 'cbor'
  const around = isCbor ? CONTEXT : 3 * CONTEXT
  const show = isCbor ? toSpacedHex : textOf
  const before = show(bytes.subarray(Math.max(0, offset - around), offset))
  const after = show(bytes.subarray(offset, offset + around))
  const line = [before, after].filter((text) => text !== '').join(isCbor ? ' ' : '')
  const column = before.length + (isCbor && before !== '' ? 1 : 0)
  const caret = paint('red', isCbor ? '^^' : '^')
  return `${message}\nAt byte ${offset} of ${bytes.length}:\n\n  ${line}\n  ${' '.repeat(column)}${caret}`
}

function title(format: string, { bytes }: Form, paint: Paint): string {
  return `${paint('bold', format)}, ${counted(bytes.length, 'byte', 'bytes')}`
}

function textOf(utf8: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8)
  return escapeInvisible(text.replaceAll(/[\t\n\r]/g, ' '))
}

function capped(lines: string[], rest: (more: number) => string): string[] {
  return lines.length > MAX_ROWS
    ? [...lines.slice(0, MAX_ROWS), rest(lines.length - MAX_ROWS)]
    : lines
}
