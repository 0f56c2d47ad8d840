/**
 * Where result bytes come from, and the two conversions between bytes and text
 * that a platform does faster than a loop: by Node's `Buffer` where there is
 * one, else by what every platform has.
 *
 * In Node results are cut from Buffer's own pool, which can't be transferred
 * away. A slab of this library's could, and other platforms' pools can: that
 * would empty every other result.
 */
interface NodeBuffer extends Uint8Array {
  latin1Slice(start: number, end: number): string
  utf8Write(text: string, offset: number, length: number): number
}

interface NodeBufferClass {
  readonly prototype: NodeBuffer
  allocUnsafe(size: number): Uint8Array<ArrayBuffer>
}

const encoder = /* @__PURE__ */ new TextEncoder()
const strict = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const buffer = /* @__PURE__ */ nodeBuffer()

/** Bundlers' stand-ins for Buffer lack the two methods. */
function nodeBuffer(): NodeBufferClass | undefined {
  const candidate = (globalThis as { Buffer?: NodeBufferClass }).Buffer
  const methods = candidate?.prototype
  return typeof methods?.latin1Slice === 'function' && typeof methods.utf8Write === 'function'
    ? candidate
    : undefined
}

const pool = /* @__PURE__ */ isNode() ? buffer : undefined

/** Others say that they are Node, too, but not that alone. */
function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: Record<string, string> } }
  const { node, bun, deno } = process?.versions ?? {}
  return node !== undefined && bun === undefined && deno === undefined
}

/** Bytes of a piece that is cut from the pool: the most that the pool gives. */
const PIECE = 4095

/** A stretch of the pool to write in; undefined where there is none. */
export function pieceOfPool(): Uint8Array<ArrayBuffer> | undefined {
  const piece = pool?.allocUnsafe(PIECE)
  // With a smaller `Buffer.poolSize` it is no part of the pool.
  return piece !== undefined && piece.buffer.byteLength > PIECE ? piece : undefined
}

/** `size` bytes that the caller will overwrite, each of them, in a buffer of their own where they are few. */
export function allocate(size: number): Uint8Array<ArrayBuffer> {
  // V8 keeps arrays of up to 64 bytes on its heap, where they cost next to nothing.
  return size <= 64 ? new Uint8Array(size) : allocatePooled(size)
}

/** The same, for bytes that are no secret and that views will be made of, which is dear on V8's heap. */
export function allocatePooled(size: number): Uint8Array<ArrayBuffer> {
  if (pool === undefined) return new Uint8Array(size)
  const pooled = pool.allocUnsafe(size)
  return new Uint8Array(pooled.buffer, pooled.byteOffset, size)
}

/** A copy of `bytes` from `start` to `end`, never a view of them. */
export function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
  const copy = allocate(end - start)
  copyInto(copy, 0, bytes, start, end)
  return copy
}

/** Copies `bytes` from `start` to `end` into `target` at `at`, where there is room for them. */
export function copyInto(
  target: Uint8Array,
  at: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  // Calling into the platform costs more than a short loop.
  if (end - start > 64) target.set(bytes.subarray(start, end), at)
  else for (let i = start; i < end; i++) target[at++] = bytes[i]!
}

/**
 * Writes `text` as UTF-8 at `offset` and returns how many bytes that took; as
 * much as fits. A lone surrogate comes out as U+FFFD: look for it before.
 */
export const writeUtf8: (bytes: Uint8Array, text: string, offset: number) => number =
  buffer === undefined
    ? (bytes, text, offset) => encoder.encodeInto(text, bytes.subarray(offset)).written
    : (bytes, text, offset) =>
        // Without its length, the Buffer of workerd goes by that of `bytes`, and throws.
        buffer.prototype.utf8Write.call(bytes, text, offset, bytes.length - offset)

/** From how many characters on that beats a loop over them. */
export const UTF8_PAYS = buffer === undefined ? 128 : 24

/**
 * `bytes` from `start` to `end` as a string with a character for each, in which
 * those that are ASCII are right and any other may come out as anything.
 */
export const asciiSlice: (bytes: Uint8Array, start: number, end: number) => string =
  buffer === undefined
    ? (bytes, start, end) => latin1().decode(bytes.subarray(start, end))
    : (bytes, start, end) => buffer.prototype.latin1Slice.call(bytes, start, end)

let latin1Decoder: TextDecoder | undefined

function latin1(): TextDecoder {
  return (latin1Decoder ??= new TextDecoder('latin1'))
}

/** `bytes` from `start` to `end` as text; undefined where they are no UTF-8. */
export function readUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return strict.decode(bytes.subarray(start, end))
  } catch {
    return undefined
  }
}
