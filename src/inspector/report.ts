import type { CodecError } from '../codec/error.js'
import { aboutType, otherFits, steppedOver } from './about.js'
import { differenceOf } from './difference.js'
import type { Inspection } from './inspect.js'
import type { Form, Part } from './part.js'
import type { Source } from './source.js'
import { counted, hexOf, inputOf, placeOf, shortened, visible } from './words.js'

/** Marks a text in a way that its reader sees, as by a colour. */
export type Paint = (
  style: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan',
  text: string,
) => string

/** Columns of a line. */
const WIDTH = 100
/** Bytes in a row of hex. */
const ROW = 12
/** Columns of a row of hex, the space behind it too. */
const HEX_WIDTH = ROW * 3 + 1
/** Rows that a part takes at most; the rest is counted. */
const MOST = 8
/** Bytes on either side of one that is pointed at. */
const AROUND = 8

/** All of an inspection, as text for a person. */
export function reportOf(inspection: Inspection, paint: Paint): string {
  const { type, source, given, cbor, json } = inspection
  const sections = [headOf(inspection, paint)]
  if (source.format === 'cbor' && differenceOf(given, cbor) !== undefined) {
    sections.push(
      `${title('CBOR', given, paint)}, as it was given\n\n${cborOf(given, type.name, paint)}`,
      `${paint('bold', 'CID')} as it was given ${given.cid}`,
      `${paint('yellow', 'The library writes it otherwise')}:\n${contrast('given', given, 'libforge', cbor, paint)}`,
    )
  }
  sections.push(
    `${title('CBOR', cbor, paint)}\n\n${cborOf(cbor, type.name, paint)}`,
    `${title('DAG-JSON', json, paint)}, with breaks between its lines that it doesn't have\n\n${jsonOf(json, paint)}`,
    `${paint('bold', 'CID')} ${paint('cyan', cbor.cid.toString())}`,
  )
  sections.push(peerOf(inspection, paint))
  return sections.join('\n\n')
}

function headOf(inspection: Inspection, paint: Paint): string {
  const { type, source, given } = inspection
  const [meaning, ...uses] = aboutType(type)
  const unknown = steppedOver(inspection)
  return [
    `${paint('bold', type.name)}: ${meaning}`,
    ...uses,
    `Read from ${counted(given.bytes.length, 'byte', 'bytes')} of ${inputOf(source)}.`,
    otherFits(inspection) ?? '',
    unknown === undefined ? '' : paint('yellow', unknown),
  ]
    .flatMap((line) => wrap(line, WIDTH))
    .join('\n')
}

/** What `@ipld/dag-cbor` makes of the same value. */
function peerOf({ cbor, generic }: Inspection, paint: Paint): string {
  const name = paint('bold', '@ipld/dag-cbor')
  if (generic === undefined) {
    return `${name} ${paint('red', "can't write it")}: it takes a map whose \`/\` and \`bytes\` are the same for a CID.`
  }
  if (differenceOf(cbor, generic) === undefined) {
    return `${name} would have written ${paint('green', 'the same')} bytes.`
  }
  return (
    `${name} would have written ${paint('red', 'other bytes')}, CID ${generic.cid}\n` +
    'It sorts the keys of a map shortest first; here, as in the reference, their bytes alone count.\n' +
    contrast('libforge', cbor, '@ipld/dag-cbor', generic, paint)
  )
}

/** The bytes of CBOR by part, each with what it says and means. */
function cborOf({ bytes, parts }: Form, name: string, paint: Paint): string {
  return parts.flatMap((part) => rowsOf(part, bytes, name, paint)).join('\n')
}

function rowsOf(part: Part, bytes: Uint8Array, name: string, paint: Paint): string[] {
  const left = hexRows(bytes.subarray(part.offset, part.offset + part.length))
  const indent = '  '.repeat(part.role === 'value' ? part.path.length : part.path.length - 1)
  const width = WIDTH - HEX_WIDTH - 8 - indent.length
  const isRoot = part.path.length === 0
  const words = isRoot ? `${name}: ${part.words}` : visible(part.words)
  const style = part.role === 'value' ? undefined : 'bold'
  const right = capped(wrap(words, width), (more) => `… ${more} more lines`)
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
  for (let at = 0; at < Math.min(bytes.length, ROW * MOST); at += ROW) {
    rows.push(hexOf(bytes.subarray(at, at + ROW)))
  }
  const more = bytes.length - ROW * MOST
  return more > 0 ? [...rows, `… ${counted(more, 'byte', 'bytes')} more`] : rows
}

/** The text of DAG-JSON, broken before each key and each item of a list. */
function jsonOf({ bytes, parts }: Form, paint: Paint): string {
  const starts = parts.filter(
    ({ role, path }) => role !== 'value' || path.length === 0 || typeof path.at(-1) === 'number',
  )
  return starts
    .flatMap((part, index) => {
      const text = textOf(bytes.subarray(part.offset, starts[index + 1]?.offset))
      const indent = '  '.repeat(part.path.length)
      const lines = capped(
        chunks(text, WIDTH - 8 - indent.length),
        (more) => `… ${more} more lines`,
      )
      return lines.map(
        (line, i) =>
          `${paint('dim', (i === 0 ? String(part.offset) : '').padStart(6))}  ${indent}${line}`,
      )
    })
    .join('\n')
}

/** Two encodings around the first byte in which they differ. */
function contrast(nameA: string, a: Form, nameB: string, b: Form, paint: Paint): string {
  const { offset, parts } = differenceOf(a, b)!
  const label = Math.max(nameA.length, nameB.length) + 2
  const start = Math.max(0, offset - AROUND)
  const lines = [a, b].map(({ bytes }, index) => {
    const shown = hexOf(bytes.subarray(start, offset + AROUND)).padEnd(
      (offset + AROUND - start) * 3,
    )
    const what = shortened(placeOf(parts[index]!))
    return `  ${paint('bold', [nameA, nameB][index]!.padEnd(label))}${shown} ${what}`
  })
  const caret = ' '.repeat(2 + label + (offset - start) * 3) + paint('red', '^^')
  const sizes =
    a.bytes.length === b.bytes.length
      ? `${counted(a.bytes.length, 'byte', 'bytes')} each`
      : `${a.bytes.length} and ${counted(b.bytes.length, 'byte', 'bytes')}`
  return `They part at byte ${offset} (${sizes}):\n\n${lines[0]}\n${lines[1]}\n${caret}`
}

/** Why an input was refused, with the bytes around the place. */
export function refusalOf(error: CodecError, source: Source | undefined, paint: Paint): string {
  const message = `${paint('red', visible(error.message))} ${paint('dim', `(${error.code})`)}`
  const { offset } = error
  if (source === undefined || offset === undefined) return message
  const { bytes, format } = source
  const isCbor = format === 'cbor'
  const around = isCbor ? AROUND : 3 * AROUND
  const show = isCbor ? hexOf : textOf
  const before = show(bytes.subarray(Math.max(0, offset - around), offset))
  const there = show(bytes.subarray(offset, offset + around))
  const line = [before, there].filter((text) => text !== '').join(isCbor ? ' ' : '')
  const column = before.length + (isCbor && before !== '' ? 1 : 0)
  const caret = paint('red', isCbor ? '^^' : '^')
  return `${message}\nAt byte ${offset} of ${bytes.length}:\n\n  ${line}\n  ${' '.repeat(column)}${caret}`
}

function title(format: string, { bytes }: Form, paint: Paint): string {
  return `${paint('bold', format)}, ${counted(bytes.length, 'byte', 'bytes')}`
}

function textOf(utf8: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8)
  return visible(text.replaceAll(/[\t\n\r]/g, ' '))
}

function capped(lines: string[], rest: (more: number) => string): string[] {
  return lines.length > MOST ? [...lines.slice(0, MOST), rest(lines.length - MOST)] : lines
}

/** Breaks a text into lines between its words, and within those that are too long. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ''
    }
    const pieces = chunks(line === '' ? word : `${line} ${word}`, width)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  if (line !== '') lines.push(line)
  return lines
}

function chunks(text: string, width: number): string[] {
  const characters = Array.from(text)
  const pieces = []
  for (let i = 0; i < characters.length; i += width) {
    pieces.push(characters.slice(i, i + width).join(''))
  }
  return pieces
}
