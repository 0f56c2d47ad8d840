/** The maximum initial size of a body's buffer, in bytes. */
const BUFFER = 64 * 1024

/**
 * Reads a body of at most `limit` bytes. Returns `undefined` for a longer body, and cancels it.
 * The bytes are copied into one buffer, because a list of chunks can take far more memory: hundreds
 * of bytes for each chunk of one byte.
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
