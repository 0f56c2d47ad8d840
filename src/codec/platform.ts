/* Conversions between bytes and strings by methods of the platform, and copies of bytes. */
import { viewOf } from './data-model.js'

interface NodeBuffer {
  latin1Slice(start: number, end: number): string
  utf8Write(string: string, offset: number, length: number): number
}

const encoder = /* @__PURE__ */ new TextEncoder()
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const nodeBuffer = /* @__PURE__ */ findNodeBuffer()

/**
 * Returns the methods of Node's `Buffer`, or `undefined` if they are absent. The polyfills
 * of `Buffer` that bundlers insert lack these methods.
 */
function findNodeBuffer(): NodeBuffer | undefined {
  const prototype = (globalThis as { Buffer?: { prototype: Partial<NodeBuffer> } }).Buffer
    ?.prototype
  return typeof prototype?.latin1Slice === 'function' && typeof prototype.utf8Write === 'function'
    ? (prototype as NodeBuffer)
    : undefined
}

/** The string length, in UTF-16 units, from which `writeUtf8` is faster than a loop. */
export const UTF8_THRESHOLD = nodeBuffer === undefined ? 128 : 24

/**
 * Encodes a string as UTF-8 into `bytes` at `offset`, as far as it fits, and
 * returns the number of bytes written. A lone surrogate is encoded as U+FFFD, so
 * the caller must reject lone surrogates.
 */
export const writeUtf8: (bytes: Uint8Array, string: string, offset: number) => number =
  nodeBuffer === undefined
    ? (bytes, string, offset) => encoder.encodeInto(string, bytes.subarray(offset)).written
    : (bytes, string, offset) =>
        // Without a length, the Buffer of workerd, the runtime of Cloudflare Workers, throws.
        nodeBuffer.utf8Write.call(bytes, string, offset, bytes.length - offset)

/** Decodes ASCII bytes. A byte above 0x7f is decoded to one unspecified character. */
export const decodeAscii: (bytes: Uint8Array, start: number, end: number) => string =
  nodeBuffer === undefined
    ? (bytes, start, end) => latin1().decode(viewOf(bytes, start, end))
    : (bytes, start, end) => nodeBuffer.latin1Slice.call(bytes, start, end)

let latin1Decoder: TextDecoder | undefined

/** Returns the Latin-1 decoder. It is created on first use: runtimes with Node's `Buffer` never use it. */
function latin1(): TextDecoder {
  return (latin1Decoder ??= new TextDecoder('latin1'))
}

/** Decodes UTF-8, with a BOM kept. Returns `undefined` for invalid UTF-8. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return decoder.decode(viewOf(bytes, start, end))
  } catch {
    return undefined
  }
}

/** Copies the bytes from `start` to `end` into an ArrayBuffer of their own. */
export function copyBytes(bytes: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
  const size = end - start
  // V8 keeps arrays of up to 64 bytes on its heap, where a loop beats a call into the platform.
  if (size > 64) return new Uint8Array(viewOf(bytes, start, end))
  const copy = new Uint8Array(size)
  for (let i = 0; i < size; i++) copy[i] = bytes[start + i]!
  return copy
}
