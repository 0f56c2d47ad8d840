/** The maximum initial size of a body's buffer, in bytes. */
const BUFFER = 64 * 1024

/**
 * Reads a body of at most `limit` bytes. Returns `undefined` if it is longer, without reading the
 * rest. The buffer grows with the body: a list of chunks would take hundreds of bytes of memory
 * for each byte, if the sender makes each byte a chunk.
 */
export async function readAtMost(limit: number, body: ReadableStream<Uint8Array> | null) {
  const reader = body?.getReader()
  let buffer = new Uint8Array(Math.min(limit, BUFFER))
  let length = 0
  for (;;) {
    const { value } = (await reader?.read()) ?? {}
    if (value === undefined) return buffer.slice(0, length)
    const end = length + value.length
    if (end > limit) {
      await reader?.cancel()
      return undefined
    }
    if (end > buffer.length) {
      const larger = new Uint8Array(Math.min(limit, Math.max(end, 2 * buffer.length)))
      larger.set(buffer)
      buffer = larger
    }
    buffer.set(value, length)
    length = end
  }
}
