import { base64 } from 'multiformats/bases/base64'
import { CID } from 'multiformats/cid'

/**
 * A value as a tree of items. It can represent encodings that the library never produces,
 * such as overlong headers, reordered or duplicate entries, and invalid UTF-8.
 */
export type Node = (
  | { type: 'integer'; value: bigint }
  | { type: 'bytes' | 'string'; value: Uint8Array }
  | { type: 'list'; items: Node[] }
  | { type: 'map'; entries: [key: Node, value: Node][] }
  | { type: 'tag'; tag: number; item: Node }
  | { type: 'simple'; value: number }
  /** An item within `depth` nested lists or maps. */
  | { type: 'nested'; within: 'list' | 'map'; depth: number; item: Node }
  /** Bytes that are already encoded. */
  | { type: 'raw'; value: Uint8Array }
) & {
  /** The minimum number of bytes of the header's argument in CBOR. */
  width?: 1 | 2 | 4 | 8
  /** Whether the item has an indefinite length in CBOR. */
  indefinite?: boolean
  /** Whether `toJson` escapes all ASCII characters of a string, and inserts white space into a map or list. */
  loose?: boolean
}

/** The CBOR tag of a link. */
export const LINK = 42
/** The CBOR simple value null. */
export const NULL = 22

/** Decodes one item of canonical CBOR. */
export function decode(bytes: Uint8Array): Node {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const argument = (info: number): bigint => {
    if (info < 24) return BigInt(info)
    const size = 1 << (info - 24)
    const start = at
    at += size
    if (size === 1) return BigInt(view.getUint8(start))
    if (size === 2) return BigInt(view.getUint16(start))
    return size === 4 ? BigInt(view.getUint32(start)) : view.getBigUint64(start)
  }
  const take = (length: bigint): Uint8Array => {
    at += Number(length)
    return bytes.slice(at - Number(length), at)
  }
  const times = <T>(count: bigint, one: () => T): T[] => Array.from({ length: Number(count) }, one)
  const item = (): Node => {
    const initial = view.getUint8(at++)
    const value = argument(initial & 31)
    switch (initial >> 5) {
      case 0:
        return { type: 'integer', value }
      case 1:
        return { type: 'integer', value: -1n - value }
      case 2:
        return { type: 'bytes', value: take(value) }
      case 3:
        return { type: 'string', value: take(value) }
      case 4:
        return { type: 'list', items: times(value, item) }
      case 5:
        return { type: 'map', entries: times(value, () => [item(), item()]) }
      case 6:
        return { type: 'tag', tag: Number(value), item: item() }
      default:
        return { type: 'simple', value: Number(value) }
    }
  }
  return item()
}

export function toCbor(node: Node): Uint8Array {
  const parts: Uint8Array[] = []
  cborOf(node, (...bytes) => void parts.push(...bytes))
  return Buffer.concat(parts)
}

type Sink = (...parts: readonly Uint8Array[]) => void

const BREAK = Uint8Array.of(0xff)

function cborOf(node: Node, write: Sink): void {
  switch (node.type) {
    case 'raw':
      write(node.value)
      return
    case 'nested': {
      const open = node.within === 'list' ? '81' : 'a16161'
      write(Buffer.from(open.repeat(node.depth), 'hex'))
      cborOf(node.item, write)
      return
    }
    case 'integer':
      if (node.value >= 0n) write(header(0, node.value, node.width))
      else write(header(1, -1n - node.value, node.width))
      return
    case 'simple':
      write(header(7, BigInt(node.value), node.width))
      return
    case 'tag':
      write(header(6, BigInt(node.tag), node.width))
      cborOf(node.item, write)
      return
    case 'bytes':
    case 'string': {
      const major = node.type === 'bytes' ? 2 : 3
      const lengthHeader = header(major, BigInt(node.value.length), node.width)
      if (node.indefinite === true)
        write(Uint8Array.of((major << 5) | 31), lengthHeader, node.value, BREAK)
      else write(lengthHeader, node.value)
      return
    }
    case 'list':
    case 'map': {
      const items = node.type === 'list' ? node.items : node.entries.flat()
      const count = node.type === 'list' ? items.length : node.entries.length
      const major = node.type === 'list' ? 4 : 5
      if (node.indefinite === true) write(Uint8Array.of((major << 5) | 31))
      else write(header(major, BigInt(count), node.width))
      for (const item of items) cborOf(item, write)
      if (node.indefinite === true) write(BREAK)
    }
  }
}

const WIDTHS = [1, 2, 4, 8] as const

function header(major: number, value: bigint, width: number = 0): Uint8Array {
  if (value < 24n && width === 0) return Uint8Array.of((major << 5) | Number(value))
  const size = WIDTHS.find((bytes) => bytes >= width && value < 1n << BigInt(8 * bytes)) ?? 8
  const digits = BigInt.asUintN(64, value)
    .toString(16)
    .padStart(size * 2, '0')
  return Buffer.concat([
    Uint8Array.of((major << 5) | (24 + WIDTHS.indexOf(size))),
    Buffer.from(digits.slice(-size * 2), 'hex'),
  ])
}

export function toJson(node: Node): Uint8Array {
  const parts: Uint8Array[] = []
  jsonOf(node, (...bytes) => void parts.push(...bytes))
  return Buffer.concat(parts)
}

const SIMPLE: Readonly<Record<number, string>> = { 20: 'false', 21: 'true', 22: 'null' }

function jsonOf(node: Node, write: Sink): void {
  switch (node.type) {
    case 'raw':
      write(node.value)
      return
    case 'nested': {
      const [open, close] = node.within === 'list' ? ['[', ']'] : ['{"a":', '}']
      write(Buffer.from(open.repeat(node.depth)))
      jsonOf(node.item, write)
      write(Buffer.from(close.repeat(node.depth)))
      return
    }
    case 'integer':
      write(Buffer.from(String(node.value)))
      return
    case 'simple':
      // JSON lacks the other simple values, such as undefined. A fraction replaces them.
      write(Buffer.from(SIMPLE[node.value] ?? '1.5'))
      return
    case 'string':
      write(quoted(node.value, node.loose))
      return
    case 'bytes':
      write(Buffer.from(`{"/":{"bytes":"${base64.baseEncode(node.value)}"}}`))
      return
    case 'tag':
      if (node.tag === LINK && node.item.type === 'bytes') {
        write(Buffer.from(`{"/":${JSON.stringify(linkString(node.item.value))}}`))
      } else jsonOf(node.item, write)
      return
    case 'list':
    case 'map': {
      const [open, close] = node.type === 'list' ? '[]' : '{}'
      const space = node.loose === true ? ' \n\t' : ''
      const parts = node.type === 'list' ? node.items.map((item) => [item]) : node.entries
      write(Buffer.from(`${open}${space}`))
      for (const [i, [first, second]] of parts.entries()) {
        if (i > 0) write(Buffer.from(`${space},${space}`))
        jsonOf(first!, write)
        if (second === undefined) continue
        write(Buffer.from(`${space}:${space}`))
        jsonOf(second, write)
      }
      write(Buffer.from(`${space}${close!}`))
    }
  }
}

/** Returns a JSON string. Bytes outside of ASCII are not changed, even if they are not UTF-8. */
function quoted(bytes: Uint8Array, escaped: boolean = false): Uint8Array {
  const parts: number[] = [0x22]
  for (const byte of bytes) {
    const special = byte < 0x20 || byte === 0x22 || byte === 0x5c || (escaped && byte < 0x80)
    if (special) parts.push(...Buffer.from(`\\u00${byte.toString(16).padStart(2, '0')}`))
    else parts.push(byte)
  }
  return Uint8Array.from([...parts, 0x22])
}

/**
 * Returns the CID in the bytes of a link, as a string. The bytes of a link start with 0x00.
 * Returns an invalid CID for bytes that are not a link, and for more than 100 bytes.
 */
function linkString(bytes: Uint8Array): string {
  if (bytes[0] !== 0 || bytes.length > 100) return Buffer.from(bytes).toString('base64')
  try {
    return CID.decode(bytes.subarray(1)).toString()
  } catch {
    return `b${Buffer.from(bytes).toString('hex')}`
  }
}
