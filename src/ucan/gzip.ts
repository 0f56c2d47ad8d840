import { Issue } from '../codec/error.js'
import { readStream } from './read-stream.js'

/** The first bytes of a gzip member (RFC 1952): the magic number, and 8 for DEFLATE. */
const MAGIC = [0x1f, 0x8b, 0x08]
const HEADER_LENGTH = 10
const TRAILER_LENGTH = 8

/** Compresses bytes as one gzip member. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/**
 * Inflates gzip: one member without header flags. Throws an `Issue` for anything
 * else, and for trailing data. Stops and throws when the result exceeds `limit` bytes.
 *
 * @param offset the offset of the gzip data in the input, for errors
 */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  offset: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const end = bytes.length - TRAILER_LENGTH
  if (!MAGIC.every((byte, i) => bytes[i] === byte) || end < HEADER_LENGTH) {
    throw new Issue('syntax', 'invalid gzip: expected header and trailer', offset)
  }
  if (bytes[3] !== 0)
    throw new Issue('syntax', 'invalid gzip: expected header without flags', offset)
  const deflated = bytes.subarray(HEADER_LENGTH, end)
  const inflated = await inflate(deflated, limit).catch((error: Error) => {
    throw new Issue('syntax', `invalid gzip: ${error.message}`, offset)
  })
  if (inflated === undefined) {
    throw new Issue('too-long', `inflates to more than ${limit} bytes`, offset)
  }
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + end)
  if (
    trailer.getUint32(0, true) !== crc32(inflated) ||
    trailer.getUint32(4, true) !== inflated.length
  ) {
    throw new Issue('syntax', 'invalid gzip: checksum or length does not match', offset)
  }
  // If the data is complete without its last byte, that byte is trailing data.
  if ((await ignoresTrailingData()) && (await isComplete(deflated.subarray(0, -1), limit))) {
    throw new Issue('trailing-data', 'trailing data', offset)
  }
  return inflated
}

/** Inflates raw DEFLATE. Returns `undefined` for a result that exceeds the limit. Throws for malformed or incomplete data, but Deno accepts data without its last byte. */
async function inflate(
  deflated: Uint8Array<ArrayBuffer>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const stream = new Blob([deflated]).stream()
  return await readStream(stream.pipeThrough(new DecompressionStream('deflate-raw')), limit)
}

/** Empty data in DEFLATE, and a trailing byte. */
const TRAILING = /* @__PURE__ */ Uint8Array.of(0x03, 0x00, 0x00)
let trailingIsIgnored: boolean | undefined

/**
 * Returns whether the platform ignores trailing data, as Node 20 does. If it does, `gunzip`
 * inflates the data a second time without its last byte, to detect a trailing byte. Deno
 * rejects trailing data, but accepts data without its last byte: there, `gunzip` would
 * reject valid data if it inflated twice.
 */
async function ignoresTrailingData(): Promise<boolean> {
  // Caches the result, not its promise: in workerd, a request can't await a promise of another request.
  trailingIsIgnored ??= await isComplete(TRAILING, TRAILING.length)
  return trailingIsIgnored
}

/** Returns whether the platform inflates data without an error. */
async function isComplete(deflated: Uint8Array<ArrayBuffer>, limit: number): Promise<boolean> {
  try {
    await inflate(deflated, limit)
    return true
  } catch {
    return false
  }
}

const CRC_TABLE = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** Returns the checksum for a gzip trailer (RFC 1952, section 8). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
